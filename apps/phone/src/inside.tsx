/**
 * All screens but the first ones: loaded when the first is touched, so that the app begins sooner (see app.tsx). Those that are
 * seldom needed come with the first of them.
 */
import "./styles/inside.css";
import { messages } from "./language/catalogue.ts";
import { later } from "./later.tsx";
import { IdleContext } from "./parts/idle-notice.tsx";
import { useHaptics } from "./parts/use-haptics.ts";
import { Decided } from "./screens/decided.tsx";
import { EnrolComputer } from "./screens/enrol-computer.tsx";
import { Freeze } from "./screens/freeze.tsx";
import { Frozen } from "./screens/frozen.tsx";
import { Home } from "./screens/home.tsx";
import { Inbox } from "./screens/inbox.tsx";
import { Outdated } from "./screens/outdated.tsx";
import { Refuse } from "./screens/refuse.tsx";
import { ScanRequest } from "./screens/scan-request.tsx";
import { SignIn } from "./screens/sign-in.tsx";
import { SignMpin } from "./screens/sign-mpin.tsx";
import { Signature } from "./screens/signature.tsx";
import { StartOver } from "./screens/start-over.tsx";
import { TypedCode } from "./screens/typed-code.tsx";
import { Withdrawn } from "./screens/withdrawn.tsx";
import { Working } from "./screens/working.tsx";
import type { SeldomScreen } from "./seldom.tsx";
import type { UserEvent } from "./state/app-event.ts";
import { accountOf, type StateOf } from "./state/app-state.ts";

export type InsideScreen =
  | SeldomScreen
  | "outdated"
  | "withdrawn"
  | "start-over"
  | "home"
  | "inbox"
  | "changing-mpin"
  | "enrol-computer"
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

const { Later: LoadSeldom } = later(async () => (await import("./seldom.tsx")).Seldom);

export interface InsideProps {
  state: StateOf<InsideScreen>;
  send(event: UserEvent): void;
}

export function Inside({ state, send }: InsideProps) {
  useHaptics(state);
  return (
    <IdleContext value={accountOf(state)?.idleSoon === true ? () => send({ type: "stay-asked" }) : null}>
      <Inner state={state} send={send} />
    </IdleContext>
  );
}

function Inner({ state, send }: InsideProps) {
  switch (state.screen) {
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
    case "changing-mpin":
      return <Working name={state.screen} {...messages.changingMpin} />;
    case "enrol-computer":
      return <EnrolComputer state={state} send={send} />;
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
    default:
      return <LoadSeldom state={state} send={send} />;
  }
}
