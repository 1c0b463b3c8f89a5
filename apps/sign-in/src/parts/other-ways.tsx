/** Beside the code: what those can do who can't scan it. */
import { Button, Grouped } from "@mtoken/look";
import type { RequestKind } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";
import type { Link, ShownCode } from "../state/stage.ts";
import { LostPhone } from "./lost-phone.tsx";

export interface OtherWaysProps {
  kind: RequestKind;
  /** Before there is one, nobody knows whether it may be typed. */
  code: ShownCode | null;
  link: Link;
  /** Whether another code is on its way, and the last one counts no longer. */
  making: boolean;
  desk: string | undefined;
  onEnlarge(): void;
}

export function OtherWays({ kind, code, link, making, desk, onEnlarge }: OtherWaysProps) {
  const words = messages.code;
  const isLost = link === "lost";
  return (
    <section class="other-ways" aria-label={words.waysTitle}>
      {(!isLost || kind === "signature") && <h2>{words.waysTitle}</h2>}
      {kind === "signature" && <p>{words.listed}</p>}
      {!isLost && <WithThisCode kind={kind} code={code} making={making} onEnlarge={onEnlarge} />}
      {kind === "sign-in" && (
        <>
          <h2>{words.deviceTitle}</h2>
          <p class="quiet">{words.device}</p>
          <LostPhone desk={desk} />
        </>
      )}
    </section>
  );
}

/** What is no way on while nobody knows whether the code still counts. */
function WithThisCode({ kind, code, making, onEnlarge }: Omit<OtherWaysProps, "link" | "desk">) {
  const words = messages.code;
  return (
    <>
      {typeof code?.typedCode === "string" && <TypedCode code={code.typedCode} counts={!making} />}
      {code?.typedCode === null && kind === "sign-in" && <p class="quiet">{words.notTyped}</p>}
      <Button icon="enlarge" disabled={code === null} onPress={onEnlarge}>
        {words.enlarge}
      </Button>
    </>
  );
}

/** One that doesn't count keeps its place, and is not shown. */
function TypedCode({ code, counts }: { code: string; counts: boolean }) {
  return (
    <div class="typed-code" data-typed-code={counts ? code : undefined}>
      <p>{messages.code.typed}</p>
      <p class="figures-of-code">
        <Grouped text={code} />
      </p>
    </div>
  );
}
