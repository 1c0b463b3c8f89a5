/** Signed out: one way in, and what to look at before confirming on the phone (M7). */
import { Icon, Mark, Notice } from "@mtoken/look";
import type { SignInEnd } from "@mtoken/protocol";
import { useState } from "preact/hooks";
import { beginSignIn } from "../api/portal.ts";
import { useFocus } from "../parts/use-focus.ts";
import { messages, type Notice as NoticeName } from "./messages.ts";
import { problemText } from "./problem-text.ts";

export interface SignedOutPageProps {
  notice: NoticeName | undefined;
  /** Why the last session has ended, where its sign-in is over. */
  end: SignInEnd | undefined;
  /** The portal's own, as the phone shows it. */
  origin: string;
  /** Whether somebody was signed in here until a moment ago. */
  focus: boolean;
}

export function SignedOutPage({ notice, end, origin, focus }: SignedOutPageProps) {
  const heading = useFocus<HTMLHeadingElement>(focus);
  const texts = messages.signedOut;
  const [going, setGoing] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function go(): Promise<void> {
    setGoing(true);
    setProblem(undefined);
    try {
      const { uri } = await beginSignIn();
      location.assign(uri);
    } catch (error) {
      setGoing(false);
      setProblem(problemText(error));
    }
  }

  return (
    <div class="entrance">
      <section class="way-in">
        {notice !== undefined && <ArrivalNotice name={notice} {...(notice === "ended" && { end })} />}
        <h1 tabIndex={-1} ref={heading}>
          {texts.title}
        </h1>
        <p class="lead">{texts.lead}</p>
        <p class="actions">
          <button
            type="button"
            class="button main sign-in"
            id="sign-in"
            disabled={going}
            onClick={() => void go()}
          >
            <Mark />
            <span>{going ? texts.going : texts.go}</span>
          </button>
        </p>
        {problem !== undefined && (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
        <p class="quiet">{texts.next}</p>
      </section>
      <section class="card look-first" aria-labelledby="look-title">
        <h2 id="look-title">
          <Icon name="device" />
          {texts.look}
        </h2>
        <dl>
          {texts.looks(origin).map(([term, text]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd class="quiet">{text}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

/** Why the browser is here again. */
export function ArrivalNotice({ name, end }: { name: NoticeName; end?: SignInEnd | undefined }) {
  const [title, text] = messages.notices[name];
  return (
    <div role="status" class="arrival" data-notice={name}>
      <Notice tone={name === "signed-out" ? "good" : "quiet"} title={title}>
        {end === undefined ? text : messages.ends[end]}
      </Notice>
    </div>
  );
}
