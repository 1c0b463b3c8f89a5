/**
 * The code on its card. Until there is one, and while the connection is lost, its place is kept, so that nothing jumps;
 * a frame that is too old to be taken is not shown, so that nobody scans in vain.
 */
import { Icon } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { QrCode } from "./qr-code.tsx";

export interface CodeCardProps {
  /** What to show; null until there is something. */
  text: string | null;
  state: "shown" | "making" | "lost";
}

export function CodeCard({ text, state }: CodeCardProps) {
  const isShown = state === "shown" && text !== null;
  return (
    <div class={`code-card ${isShown ? "shown" : state}`} data-code={isShown ? "shown" : state}>
      {text === null ? <div class="qr-place" /> : <QrCode text={text} />}
      <div class="over" role="status">
        {!isShown && <Instead state={state} />}
      </div>
    </div>
  );
}

function Instead({ state }: Pick<CodeCardProps, "state">) {
  if (state !== "lost") {
    return (
      <div class="instead">
        <div class="pulse" />
        <span class="visually-hidden">{messages.code.making}</span>
      </div>
    );
  }
  return (
    <div class="instead">
      <Icon name="offline" />
      <strong>{messages.lost.title}</strong>
      <p>{messages.lost.code}</p>
    </div>
  );
}
