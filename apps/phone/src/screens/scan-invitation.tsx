/** Scanning the activation link's QR code; also while what was read is being looked at, so that the camera stays open. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Scan } from "./scan.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function ScanInvitation({ state, send }: ScreenPropsOf<"scan-invitation" | "opening-invitation">) {
  const words = messages.scanInvitation;
  return (
    <Scan
      name="scan-invitation"
      title={words.title}
      where={words.where}
      problem={state.screen === "scan-invitation" ? state.problem : null}
      busy={state.screen === "scan-invitation" ? null : messages.openingInvitation.title}
      onText={(text) => send({ type: "text-read", text })}
      onBack={() => send({ type: "back" })}
    >
      <Button wide icon="keyboard" onPress={() => send({ type: "paste-asked" })}>
        {words.paste}
      </Button>
    </Scan>
  );
}
