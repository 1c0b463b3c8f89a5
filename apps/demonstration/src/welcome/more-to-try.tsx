/** What else to try: each card is an attack, or a misfortune, that the product is there for. */
import type { Cast } from "../api/cast.ts";
import { LostPhone } from "./lost-phone.tsx";
import { messages } from "./messages.ts";

export function MoreToTry({ cast, refresh }: { cast: Cast; refresh(): void }) {
  const texts = messages.more;
  return (
    <section class="more to-break" aria-labelledby="more-title">
      <h2 id="more-title">{texts.title}</h2>
      <ul class="cards">
        {texts.cards.map(({ title, text }) => (
          <li class="card" key={title}>
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
        <li class="card" id="mailbox">
          <h3>{texts.mailbox.title}</h3>
          <p>{texts.mailbox.text}</p>
          <p class="actions">
            <a class="button compact" href="/mailbox" target="_blank" rel="noreferrer">
              {texts.mailbox.go}
            </a>
          </p>
        </li>
        <li class="card" id="console">
          <h3>{texts.console.title}</h3>
          <p>{texts.console.text}</p>
          <p class="actions">
            <a class="button compact" href={cast.console} target="_blank" rel="noreferrer">
              {texts.console.go}
            </a>
          </p>
        </li>
        <li class="card" id="lost-phone">
          <LostPhone cast={cast} refresh={refresh} />
        </li>
      </ul>
    </section>
  );
}
