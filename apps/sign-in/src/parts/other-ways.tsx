/** Beside the code: what those can do who can't scan it. */
import { Button, Grouped } from "@mtoken/look";
import type { RequestKind } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";

export interface OtherWaysProps {
  kind: RequestKind;
  typedCode: string | null;
  /** Whether there is a code yet; before, nobody knows whether it may be typed. */
  ready: boolean;
  onEnlarge(): void;
}

export function OtherWays({ kind, typedCode, ready, onEnlarge }: OtherWaysProps) {
  const words = messages.code;
  return (
    <section class="other-ways" aria-labelledby="other-ways">
      <h2 id="other-ways">{words.waysTitle}</h2>
      {kind === "signature" && <p>{words.listed}</p>}
      {typedCode !== null && <TypedCode code={typedCode} />}
      {ready && typedCode === null && kind === "sign-in" && <p class="quiet">{words.notTyped}</p>}
      <Button icon="enlarge" onPress={onEnlarge}>
        {words.enlarge}
      </Button>
      {kind === "sign-in" && (
        <>
          <h2>{words.deviceTitle}</h2>
          <p class="quiet">{words.device}</p>
        </>
      )}
    </section>
  );
}

function TypedCode({ code }: { code: string }) {
  return (
    <div class="typed-code" data-typed-code={code}>
      <p>{messages.code.typed}</p>
      <p class="figures-of-code">
        <Grouped text={code} />
      </p>
    </div>
  );
}
