/** A list of mails, and the chosen one: its HTML in a frame that runs nothing, and its plain text. */
import { Notice, Wordmark } from "@mtoken/look";
import { useState } from "preact/hooks";
import { htmlOf, type Mail } from "../api/mails.ts";
import { messages } from "./messages.ts";

const moments = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export function Mailbox({ mails, unreachable }: { mails: Mail[] | undefined; unreachable: boolean }) {
  const [chosen, choose] = useState<string>();
  const mail = mails?.find(({ id }) => id === chosen) ?? mails?.[0];
  return (
    <>
      <header class="bar">
        <Wordmark />
        <span class="chip">{messages.demonstration}</span>
        <a class="back" href="/">
          {messages.back}
        </a>
      </header>
      <main class="mailbox">
        <div class="intro">
          <h1>{messages.title}</h1>
          <p class="quiet">{messages.lead}</p>
        </div>
        <div role="status">{unreachable && <Notice tone="warn">{messages.unreachable}</Notice>}</div>
        {mails?.length === 0 && (
          <p id="no-mail" class="card">
            {messages.empty}
          </p>
        )}
        {mail !== undefined && (
          <div class="columns">
            <ul class="mails" aria-label={messages.list}>
              {mails?.map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    aria-current={one.id === mail.id ? "true" : undefined}
                    onClick={() => choose(one.id)}
                  >
                    <span class="subject">{one.subject}</span>
                    <span class="quiet small">{messages.to(one.to)}</span>
                    <span class="quiet small">{moments.format(one.at * 1000)}</span>
                  </button>
                </li>
              ))}
            </ul>
            <Reading key={mail.id} mail={mail} />
          </div>
        )}
      </main>
    </>
  );
}

function Reading({ mail }: { mail: Mail }) {
  return (
    <article class="mail" aria-labelledby="subject">
      <h2 id="subject">{mail.subject}</h2>
      <p class="quiet small">{messages.to(mail.to)}</p>
      <iframe
        title={messages.html}
        src={htmlOf(mail)}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
      <details>
        <summary>{messages.text}</summary>
        <pre>{mail.text}</pre>
      </details>
    </article>
  );
}
