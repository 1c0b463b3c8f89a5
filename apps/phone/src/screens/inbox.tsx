/** What happened to the user's phones, the newest first; an administrator reads of the company's phones too. */
import { Button, Icon, momentText } from "@mtoken/look";
import type { DeviceId, Notice } from "@mtoken/protocol";
import { formats, messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { noticeIcon, noticeText } from "../words/notice-text.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Inbox({ state, send }: ScreenPropsOf<"inbox">) {
  const words = messages.inbox;
  const { notices, more, busy, problem, account } = state;
  return (
    <Screen name={state.screen} title={words.title} onBack={() => send({ type: "back" })}>
      <div aria-live="polite">
        <ProblemNotice problem={problem} />
        {notices === null && busy && <p class="quiet empty">{words.asking}</p>}
        {notices?.length === 0 && <p class="quiet empty">{words.empty}</p>}
      </div>
      {notices !== null && notices.length > 0 && (
        <ul class="notices">
          {notices.map((notice) => (
            <NoticeItem key={notice.notice} notice={notice} device={account.device} />
          ))}
        </ul>
      )}
      {problem !== null && !busy && (
        <Button wide kind="plain" onPress={() => send({ type: "try-again" })}>
          {messages.tryAgain}
        </Button>
      )}
      {more && problem === null && (
        <Button wide disabled={busy} onPress={() => send({ type: "older-asked" })}>
          {words.older}
        </Button>
      )}
    </Screen>
  );
}

function NoticeItem({ notice, device }: { notice: Notice; device: DeviceId }) {
  const words = messages.inbox;
  const { at, read, about, data } = notice;
  const of = data["device"];
  return (
    <li class={read ? "told" : "told new"}>
      <Icon name={noticeIcon(notice)} />
      <span>
        <strong>{noticeText(notice)}</strong>
        <span class="when">
          <time dateTime={new Date(at * 1000).toISOString()}>{momentText(at, Date.now(), formats)}</time>
          {!read && <span class="chip accent">{words.isNew}</span>}
        </span>
        {about === null && of !== undefined && <span>{of === device ? words.here : words.elsewhere}</span>}
      </span>
    </li>
  );
}
