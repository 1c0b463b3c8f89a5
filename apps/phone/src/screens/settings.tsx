/** What this device is, whose it is, changing its mPIN, fingerprint or face, and the way to give it up. */
import { Button, momentText } from "@mtoken/look";
import { formats, messages } from "../language/catalogue.ts";
import { AppearanceChoice } from "../parts/appearance-choice.tsx";
import { Detail, Details } from "../parts/details.tsx";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { InstallHint } from "../parts/install-hint.tsx";
import { LanguageChoice } from "../parts/language-choice.tsx";
import { PushSetting } from "../parts/push-setting.tsx";
import { Screen } from "../parts/screen.tsx";
import type { PasskeyStanding } from "../state/app-state.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Settings({ state, send }: ScreenPropsOf<"settings">) {
  const words = messages.settings;
  const { profile, frozen } = state.account;
  const actions = (
    <>
      <Button wide icon="leave" onPress={() => send({ type: "signed-out" })}>
        {words.signOut}
      </Button>
      <Button wide kind="quiet" onPress={() => send({ type: "deactivate-asked" })}>
        {words.deactivate}
      </Button>
    </>
  );
  return (
    <Screen
      name={state.screen}
      title={words.title}
      onBack={() => send({ type: "back" })}
      actions={actions}
      ends
    >
      <Details>
        <Detail name={words.user}>{profile.user.name}</Detail>
        <Detail name={words.company}>{profile.company.name}</Detail>
        <Detail name={words.server}>{location.origin}</Detail>
      </Details>
      <h2>{words.emergency}</h2>
      {frozen === null ? (
        <div class="emergency">
          <Button wide icon="alert" onPress={() => send({ type: "freeze-asked" })}>
            {words.freeze}
          </Button>
        </div>
      ) : (
        <p>{words.frozen({ since: momentText(frozen.at, Date.now(), formats) })}</p>
      )}
      <h2>{words.mpin}</h2>
      <p class="quiet">{words.mpinHint}</p>
      <Button wide onPress={() => send({ type: "change-mpin-asked" })}>
        {words.changeMpin}
      </Button>
      <PasskeySetting standing={state.account.passkey} send={send} />
      <h2>{messages.computers.title}</h2>
      <Button wide icon="computer" onPress={() => send({ type: "computers-asked" })}>
        {words.showComputers}
      </Button>
      <PushSetting
        standing={state.account.push}
        onChoose={(wanted) => send({ type: "push-wanted", wanted })}
      />
      <LanguageChoice titled />
      <AppearanceChoice />
      <InstallHint at="settings" />
      <h2>{messages.fingerprint}</h2>
      {state.fingerprint !== null && <Fingerprint text={state.fingerprint} />}
      <p class="quiet">{words.fingerprintHint}</p>
    </Screen>
  );
}

/** Where it can't be had, it is said why, and no button leads nowhere. */
function PasskeySetting({
  standing,
  send,
}: Pick<ScreenPropsOf<"settings">, "send"> & { standing: PasskeyStanding }) {
  const words = messages.settings.passkey;
  return (
    <>
      <h2>{words.title}</h2>
      <p class="quiet">{words[standing]}</p>
      {standing === "off" && (
        <Button wide icon="finger" onPress={() => send({ type: "add-passkey-asked" })}>
          {words.turnOn}
        </Button>
      )}
      {standing === "on" && (
        <Button wide onPress={() => send({ type: "remove-passkey-asked" })}>
          {words.turnOff}
        </Button>
      )}
    </>
  );
}
