/** What the page shows at each stage of a visit. */
import { Wordmark } from "@mtoken/look";
import { messages } from "./language/catalogue.ts";
import { Busy } from "./parts/busy.tsx";
import { LanguageChoice } from "./parts/language-choice.tsx";
import { ApprovedScreen } from "./screens/approved-screen.tsx";
import { ClaimedScreen } from "./screens/claimed-screen.tsx";
import { CodeScreen } from "./screens/code-screen.tsx";
import { EndedScreen } from "./screens/ended-screen.tsx";
import { LedElsewhereScreen } from "./screens/led-elsewhere-screen.tsx";
import type { PageEvent, Press } from "./state/page-event.ts";
import type { Stage } from "./state/stage.ts";

export interface AppProps {
  stage: Stage;
  send(event: PageEvent): void;
}

export function App({ stage, send }: AppProps) {
  return (
    <div class="page" data-stage={stage.kind}>
      <header>
        <Wordmark />
        <LanguageChoice />
      </header>
      <main>
        <Shown stage={stage} press={(what) => send({ type: "press", what })} />
      </main>
    </div>
  );
}

function Shown({ stage, press }: { stage: Stage; press(what: Press): void }) {
  switch (stage.kind) {
    case "arriving":
      return <Busy title={messages.moment} />;
    case "returning":
    case "beginning":
    case "waiting":
      return (
        <CodeScreen
          info={stage.info}
          code={stage.kind === "returning" ? null : stage.code}
          link={stage.kind === "waiting" ? stage.link : "live"}
          making={stage.kind !== "waiting"}
          onCancel={() => press("cancel")}
        />
      );
    case "claimed":
      return <ClaimedScreen stage={stage} onCancel={() => press("cancel")} />;
    case "approved":
      return <ApprovedScreen stage={stage} onPress={press} />;
    case "led-elsewhere":
      return <LedElsewhereScreen stage={stage} onAgain={() => press("again")} />;
    case "redeeming":
      return <Busy title={messages.redeeming({ name: stage.userName })} />;
    case "leaving":
      return <Busy title={messages.leaving({ portal: stage.info.relying_party.name })} />;
    case "cancelling":
      return <Busy title={messages.cancelling} />;
    default:
      return <EndedScreen stage={stage} onAgain={() => press("again")} />;
  }
}
