/** A request in the list: enough to choose it by. What is decided on is shown after it was opened. */
import { Icon, momentText } from "@mtoken/look";
import { type RequestSummary, titleText } from "@mtoken/protocol";
import { formats, messages } from "../language/catalogue.ts";
import { wordsClass } from "./words-class.ts";

export interface WaitingRequestProps {
  summary: RequestSummary;
  onChoose(): void;
}

export function WaitingRequest({ summary, onChoose }: WaitingRequestProps) {
  const { kind, title, relying_party: portal, exp } = summary;
  const what = title === null ? messages.home.signIn : titleText(title, formats);
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
          <span>{messages.home.until({ moment: momentText(exp, Date.now(), formats) })}</span>
        </span>
        <Icon name="go" />
      </button>
    </li>
  );
}
