/** Scanning a request; also while what was read is being claimed, so that the next frame of the code can be tried. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Scan } from "./scan.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function ScanRequest({ state, send }: ScreenPropsOf<"scan-request" | "claiming">) {
  const words = messages.scan;
  return (
    <Scan
      name="scan-request"
      title={words.title}
      where={words.where}
      problem={state.screen === "scan-request" ? state.problem : null}
      busy={state.screen === "scan-request" ? null : messages.claiming.title}
      onText={(text) => send({ type: "text-read", text })}
      onBack={() => send({ type: "back" })}
    >
      <Button wide icon="keyboard" onPress={() => send({ type: "typed-code-asked" })}>
        {words.typed}
      </Button>
    </Scan>
  );
}
