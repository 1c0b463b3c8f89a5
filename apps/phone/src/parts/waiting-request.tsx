/** A request in the list: enough to choose it by. What is decided on is shown after it was opened. */
import { Icon, momentText, timeAgoText } from "@mtoken/look";
import { type RequestSummary, titleText } from "@mtoken/protocol";
import { formats, messages } from "../language/catalogue.ts";
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
  const what =
    title === null
      ? messages.home.signIn
      : titleText(title, { locale: formats, payments: messages.request.payments });
  return (
    <li>
      <button type="button" class="waiting-request" data-request={summary.request} onClick={onChoose}>
        <Icon name={kind === "sign-in" ? "computer" : "pen"} />
        <span>
          {/* In the app's own words: a statement's first line can look like a payment. */}
          {title !== null && <span>{messages.request.signTitles[title.type]}</span>}
          <strong class={wordsClass(what)}>
            <bdi>{what}</bdi>
          </strong>
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
