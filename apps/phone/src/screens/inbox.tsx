/** What happened to the user's phones, the newest first; an administrator reads of the company's phones too. */
import { Button, Icon, momentText } from "@mtoken/look";
import type { DeviceId, Notice } from "@mtoken/protocol";
import { useState } from "preact/hooks";
import { formats, messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { isDisownable } from "../words/disownable.ts";
import { noticeIcon, noticeText } from "../words/notice-text.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Inbox({ state, send }: ScreenPropsOf<"inbox">) {
  const words = messages.inbox;
  const { notices, more, busy, problem, account } = state;
  const [now] = useState(() => Date.now());
  const isAlarm = (notice: Notice): boolean => isDisownable(notice, { device: account.device, now });
  return (
    <Screen
      name={state.screen}
      title={words.title}
      onBack={() => send({ type: "back" })}
      busy={busy && notices !== null ? words.asking : null}
    >
      <div aria-live="polite">
        <ProblemNotice problem={problem} />
        {notices === null && busy && <p class="quiet empty">{words.asking}</p>}
        {notices?.length === 0 && <p class="quiet empty">{words.empty}</p>}
      </div>
      {/* Once for all of them: it does the same whichever of them it was. */}
      {notices?.some(isAlarm) && (
        <div class="emergency">
          <p class="quiet">{words.stopHint}</p>
          <Button icon="alert" onPress={() => send({ type: "disowned" })}>
            {messages.refuse.reasons["not-me"].title}
          </Button>
        </div>
      )}
      {notices !== null && notices.length > 0 && (
        <ul class="notices">
          {notices.map((notice) => (
            <NoticeItem
              key={notice.notice}
              notice={notice}
              device={account.device}
              isAlarm={isAlarm(notice)}
            />
          ))}
        </ul>
      )}
      {problem !== null && !busy && (
        <Button wide kind="plain" onPress={() => send({ type: "try-again" })}>
          {messages.tryAgain}
        </Button>
      )}
      {more && problem === null && (
        <Button wide busy={busy} onPress={() => send({ type: "older-asked" })}>
          {busy ? words.asking : words.older}
        </Button>
      )}
    </Screen>
  );
}

interface NoticeItemProps {
  notice: Notice;
  device: DeviceId;
  /** Whether the user may not have been the one who did it. */
  isAlarm: boolean;
}

function NoticeItem({ notice, device, isAlarm }: NoticeItemProps) {
  const words = messages.inbox;
  const { at, read, about, data } = notice;
  const of = data["device"];
  return (
    <li class={`told${read ? "" : " new"}${isAlarm ? " alarm" : ""}`}>
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
