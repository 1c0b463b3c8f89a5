/** Everything of the user is stopped ("this wasn't me"): what happened, what that means, and whom to call. */
import { Button, Icon, momentText, Seal } from "@mtoken/look";
import { formats, messages } from "../language/catalogue.ts";
import { DeskPhone } from "../parts/desk-phone.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { Whose } from "../parts/whose.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Frozen({ state, send }: ScreenPropsOf<"frozen">) {
  const words = messages.frozen;
  const { frozen, busy, problem } = state;
  const since = momentText(frozen.at, Date.now(), formats);
  const corner = (
    <>
      <Whose profile={state.account.profile} />
      <button type="button" class="corner" onClick={() => send({ type: "settings-asked" })}>
        <Icon name="device" />
        <span>{messages.home.settings}</span>
      </button>
      <button type="button" class="corner" onClick={() => send({ type: "signed-out" })}>
        <Icon name="leave" />
        <span>{messages.home.signOut}</span>
      </button>
    </>
  );
  return (
    <Screen
      name={state.screen}
      title={words.title}
      above={<Seal kind="danger" />}
      corner={corner}
      busy={busy ? words.checking : null}
      actions={
        <Button wide busy={busy} onPress={() => send({ type: "try-again" })}>
          {busy ? words.checking : words.check}
        </Button>
      }
    >
      <ProblemNotice problem={problem} />
      <p class="lead">{words.what}</p>
      <p class="quiet">{words.stopped({ since, others: frozen.stopped })}</p>
      <h2>{words.now}</h2>
      <ol class="steps">
        <li>{words.steps.call}</li>
        <li>{words.steps.mpin}</li>
        <li>{words.steps.keep}</li>
      </ol>
      <DeskPhone />
    </Screen>
  );
}
