/** What a newcomer may want to know besides: a real phone, beginning again, what runs where. */
import type { Cast } from "../api/cast.ts";
import { messages } from "./messages.ts";

export function Facts({ cast }: { cast: Cast }) {
  const { title, real, reset, addresses } = messages.facts;
  const { port } = new URL(cast.phone);
  return (
    <section class="more facts" aria-labelledby="facts-title">
      <h2 id="facts-title">{title}</h2>
      <ul class="cards">
        <li class="card">
          <h3>{reset.title}</h3>
          <p>{reset.text}</p>
          <pre>
            <code>{cast.folder}</code>
          </pre>
          <p>{reset.phone}</p>
        </li>
        <li class="card">
          <h3>{real.title}</h3>
          <p>{real.text}</p>
          <p>{real.earnest}</p>
          <p>{real.cable}</p>
          <pre>
            <code>{`adb reverse tcp:${port} tcp:${port}`}</code>
          </pre>
        </li>
        <li class="card">
          <h3>{addresses.title}</h3>
          <p>{addresses.text}</p>
          <dl class="addresses">
            {(["phone", "signIn", "portal", "console"] as const).map((name) => (
              <div key={name}>
                <dt>{addresses[name]}</dt>
                <dd class="code small">{new URL(cast[name]).origin}</dd>
              </div>
            ))}
          </dl>
        </li>
      </ul>
    </section>
  );
}
