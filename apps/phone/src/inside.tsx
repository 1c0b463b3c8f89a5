/**
 * All screens but the first ones: loaded when the first is touched, so that the app begins sooner (see app.tsx). Those of an activation
 * are loaded with the first of them: a phone needs them once.
 */
import "./styles/inside.css";
import type { ActivationScreen } from "./activation.tsx";
import { messages } from "./language/catalogue.ts";
import { later } from "./later.tsx";
import { useHaptics } from "./parts/use-haptics.ts";
import { AddPasskey } from "./screens/add-passkey.tsx";
import { ChangeMpin } from "./screens/change-mpin.tsx";
import { Computers } from "./screens/computers.tsx";
import { Deactivate } from "./screens/deactivate.tsx";
import { Decided } from "./screens/decided.tsx";
import { EnrolComputer } from "./screens/enrol-computer.tsx";
import { Freeze } from "./screens/freeze.tsx";
import { Frozen } from "./screens/frozen.tsx";
import { Home } from "./screens/home.tsx";
import { Inbox } from "./screens/inbox.tsx";
import { MpinChanged } from "./screens/mpin-changed.tsx";
import { Outdated } from "./screens/outdated.tsx";
import { Refuse } from "./screens/refuse.tsx";
import { RemoveComputer } from "./screens/remove-computer.tsx";
import { RemovePasskey } from "./screens/remove-passkey.tsx";
import { ScanRequest } from "./screens/scan-request.tsx";
import { Settings } from "./screens/settings.tsx";
import { SignIn } from "./screens/sign-in.tsx";
import { SignMpin } from "./screens/sign-mpin.tsx";
import { Signature } from "./screens/signature.tsx";
import { StartOver } from "./screens/start-over.tsx";
import { TypedCode } from "./screens/typed-code.tsx";
import { Withdrawn } from "./screens/withdrawn.tsx";
import { Working } from "./screens/working.tsx";
import type { UserEvent } from "./state/app-event.ts";
import type { StateOf } from "./state/app-state.ts";

export type InsideScreen =
  | ActivationScreen
  | "outdated"
  | "withdrawn"
  | "start-over"
  | "home"
  | "inbox"
  | "settings"
  | "change-mpin"
  | "changing-mpin"
  | "mpin-changed"
  | "enrol-computer"
  | "computers"
  | "remove-computer"
  | "add-passkey"
  | "remove-passkey"
  | "deactivate"
  | "freeze"
  | "frozen"
  | "scan-request"
  | "typed-code"
  | "claiming"
  | "sign-in"
  | "signature"
  | "sign-mpin"
  | "refuse"
  | "decided";

const { Later: LoadActivation } = later(async () => (await import("./activation.tsx")).Activation);

export interface InsideProps {
  state: StateOf<InsideScreen>;
  send(event: UserEvent): void;
}

export function Inside({ state, send }: InsideProps) {
  useHaptics(state);
  switch (state.screen) {
    case "scan-invitation":
    case "opening-invitation":
    case "paste-link":
    case "invitation-failed":
    case "registration-code":
    case "choose-mpin":
    case "activating":
    case "resume-activation":
    case "activation-stopped":
    case "activated":
    case "awaiting-approval":
      return <LoadActivation state={state} send={send} />;
    case "outdated":
      return <Outdated state={state} send={send} />;
    case "withdrawn":
      return <Withdrawn state={state} send={send} />;
    case "start-over":
      return <StartOver state={state} send={send} />;
    case "home":
      return <Home state={state} send={send} />;
    case "inbox":
      return <Inbox state={state} send={send} />;
    case "settings":
      return <Settings state={state} send={send} />;
    case "change-mpin":
      return <ChangeMpin state={state} send={send} />;
    case "changing-mpin":
      return <Working name={state.screen} {...messages.changingMpin} />;
    case "mpin-changed":
      return <MpinChanged state={state} send={send} />;
    case "enrol-computer":
      return <EnrolComputer state={state} send={send} />;
    case "computers":
      return <Computers state={state} send={send} />;
    case "remove-computer":
      return <RemoveComputer state={state} send={send} />;
    case "add-passkey":
      return <AddPasskey state={state} send={send} />;
    case "remove-passkey":
      return <RemovePasskey state={state} send={send} />;
    case "deactivate":
      return <Deactivate state={state} send={send} />;
    case "freeze":
      return <Freeze state={state} send={send} />;
    case "frozen":
      return <Frozen state={state} send={send} />;
    case "scan-request":
      return <ScanRequest state={state} send={send} />;
    case "typed-code":
      return <TypedCode state={state} send={send} />;
    case "claiming":
      if (state.from === "scan") return <ScanRequest state={state} send={send} />;
      if (state.from === "typed-code") return <TypedCode state={state} send={send} />;
      return <Working name={state.screen} title={messages.claiming.title} />;
    case "sign-in":
      return <SignIn state={state} send={send} />;
    case "signature":
      return <Signature state={state} send={send} />;
    case "sign-mpin":
      return <SignMpin state={state} send={send} />;
    case "refuse":
      return <Refuse state={state} send={send} />;
    case "decided":
      return <Decided state={state} send={send} />;
  }
}
