/** A request in the list: enough to choose it by. What is decided on is shown after it was opened. */
import { Icon, momentText, timeAgoText } from "@mtoken/look";
import type { RequestSummary, Title } from "@mtoken/protocol";
import { Fragment } from "preact";
import { formats, messages } from "../language/catalogue.ts";
import { Amount } from "./amount.tsx";
import { wordsClass } from "./words-class.ts";

export interface WaitingRequestProps {
  summary: RequestSummary;
  /** The present, in milliseconds since 1970. */
  now: number;
  onChoose(): void;
}

export function WaitingRequest({ summary, now, onChoose }: WaitingRequestProps) {
  const { kind, title, relying_party: portal, asked_at, exp } = summary;
  const ago = timeAgoText(asked_at, now, formats);
  return (
    <li>
      <button type="button" class="waiting-request" data-request={summary.request} onClick={onChoose}>
        <Icon name={kind === "sign-in" ? "computer" : "pen"} />
        <span>
          {/* In the app's own words: a statement's first line can look like a payment. */}
          {title !== null && <span>{messages.request.signTitles[title.type]}</span>}
          {title === null ? <strong>{messages.home.signIn}</strong> : <What title={title} />}
          <span>
            <bdi>{portal.name}</bdi>
          </span>
          {/* That time goes on is no news to read aloud. */}
          <span aria-live="off">{messages.home.until({ ago, moment: momentText(exp, now, formats) })}</span>
        </span>
        <Icon name="go" />
      </button>
    </li>
  );
}

/** What it is about, each amount whole: a line ends before its currency or behind its last digit. */
function What({ title }: { title: Title }) {
  switch (title.type) {
    case "payment":
      return (
        <strong class={wordsClass(title.payee)}>
          <Amount amount={title.amount} currency={title.currency} size="line" />
          {" · "}
          <bdi>{title.payee}</bdi>
        </strong>
      );
    case "batch":
      return (
        <strong>
          {messages.request.payments({ count: title.count })}
          {title.totals.map(({ amount, currency }) => (
            <Fragment key={currency}>
              {" · "}
              <Amount amount={amount} currency={currency} size="line" />
            </Fragment>
          ))}
          {title.more && " · …"}
        </strong>
      );
    case "document":
      return <Named name={title.name} />;
    case "statement":
      return <Named name={title.line} />;
  }
}

function Named({ name }: { name: string }) {
  return (
    <strong class={wordsClass(name)}>
      <bdi>{name}</bdi>
    </strong>
  );
}
