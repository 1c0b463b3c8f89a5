/** From the state to its screen. Those that the app may begin with are at hand; the others follow. */
import { messages } from "./language/catalogue.ts";
import { LoadInside } from "./load-inside.tsx";
import { Blocked } from "./screens/blocked.tsx";
import { CannotRun } from "./screens/cannot-run.tsx";
import { CannotStart } from "./screens/cannot-start.tsx";
import { DataLost } from "./screens/data-lost.tsx";
import { Deactivated } from "./screens/deactivated.tsx";
import { Elsewhere } from "./screens/elsewhere.tsx";
import { MpinInDoubt } from "./screens/mpin-in-doubt.tsx";
import { Unlock } from "./screens/unlock.tsx";
import { Welcome } from "./screens/welcome.tsx";
import { Working } from "./screens/working.tsx";
import type { UserEvent } from "./state/app-event.ts";
import type { AppState } from "./state/app-state.ts";

export interface AppProps {
  state: AppState;
  send(event: UserEvent): void;
}

export function App({ state, send }: AppProps) {
  switch (state.screen) {
    case "starting":
      return <Working name={state.screen} title={messages.starting.title} />;
    case "cannot-run":
      return <CannotRun state={state} send={send} />;
    case "cannot-start":
      return <CannotStart state={state} send={send} />;
    case "elsewhere":
      return <Elsewhere state={state} send={send} />;
    case "data-lost":
      return <DataLost state={state} send={send} />;
    case "welcome":
      return <Welcome state={state} send={send} />;
    case "unlock":
      return <Unlock state={state} send={send} />;
    case "mpin-in-doubt":
      return <MpinInDoubt state={state} send={send} />;
    case "blocked":
      return <Blocked state={state} send={send} />;
    case "deactivated":
      return <Deactivated state={state} send={send} />;
    default:
      return <LoadInside state={state} send={send} />;
  }
}
