/** The second of the two secrets, typed by hand: forgiving in its form, checked before it costs an attempt. */
import { Button, Notice, timeLeftText } from "@mtoken/look";
import { normalizeBase32 } from "@mtoken/protocol";
import { useEffect, useState } from "preact/hooks";
import { formats, messages } from "../language/catalogue.ts";
import { CodeField } from "../parts/code-field.tsx";
import { InstallHint } from "../parts/install-hint.tsx";
import { Screen } from "../parts/screen.tsx";
import { useNow } from "../parts/use-now.ts";
import { isWrongAgain } from "../state/reduce-activation.ts";
import { problemText } from "../words/problem-text.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function RegistrationCode({ state, send }: ScreenPropsOf<"registration-code">) {
  const words = messages.registrationCode;
  const now = useNow(1000);
  useEffect(() => send({ type: "time-passed", now }), [now, send]);
  const left = timeLeftText(state.invitation.expiresAt, now, formats);
  const [code, setCode] = useState(state.code);
  const go = (): void => send({ type: "code-given", code });
  const actions = (
    <Button
      wide
      kind="main"
      disabled={normalizeBase32(code) === "" || isWrongAgain(state, code)}
      onPress={go}
    >
      {words.go}
    </Button>
  );
  return (
    <Screen name={state.screen} title={words.title} onBack={() => send({ type: "back" })} actions={actions}>
      <CodeField
        label={words.label}
        titled
        hint={words.hint}
        groups={[5, 5]}
        value={code}
        problem={state.problem === null ? null : problemText(state.problem)}
        onInput={setCode}
        onEnter={go}
      />
      {left === null ? (
        <Notice tone="warn" alert>
          {words.lastMinute}
        </Notice>
      ) : (
        <p class="quiet">{words.timeLeft({ left })}</p>
      )}
      <InstallHint at="link" />
    </Screen>
  );
}
