/** The code, how it goes, and the other ways in: what the page is there for. It stays while a code is made or renewed. */
import { Button } from "@mtoken/look";
import type { InteractionInfo } from "@mtoken/protocol";
import { useState } from "preact/hooks";
import { useShownFrame } from "../code/use-shown-frame.ts";
import { messages } from "../language/catalogue.ts";
import type { CodeCardProps } from "../parts/code-card.tsx";
import { CodeCard } from "../parts/code-card.tsx";
import { EnlargedCode } from "../parts/enlarged-code.tsx";
import { Heading } from "../parts/heading.tsx";
import { OpenHere } from "../parts/open-here.tsx";
import { OtherWays } from "../parts/other-ways.tsx";
import { PortalOrigin } from "../parts/portal-origin.tsx";
import { SignedTitle } from "../parts/signed-title.tsx";
import { Steps } from "../parts/steps.tsx";
import type { Link, ShownCode } from "../state/stage.ts";

export interface CodeScreenProps {
  info: InteractionInfo;
  /** Null until there was one; the last one while the next is made. */
  code: ShownCode | null;
  link: Link;
  making: boolean;
  onCancel(): void;
}

export function CodeScreen({ info, code, link, making, onCancel }: CodeScreenProps) {
  const [enlarged, setEnlarged] = useState(false);
  const [hold, setHold] = useState(prefersStillness);
  const frame = useShownFrame(code?.frame ?? null, hold);
  const card: CodeCardProps = {
    text: frame?.text ?? null,
    state: link === "lost" ? "lost" : making || frame === null ? "making" : "shown",
  };
  return (
    <div class="code-screen">
      <Introduction info={info} />
      {info.kind === "signature" && <SignedTitle title={info.title} />}
      <div class="with-code">
        <OpenHere link={link === "lost" || making ? null : (code?.link ?? null)} />
        <CodeCard {...card} />
        <Steps kind={info.kind} />
        <p class="caution quiet small">{messages.code.caution}</p>
      </div>
      <div class="aside">
        <OtherWays
          kind={info.kind}
          code={code}
          link={link}
          making={making}
          desk={info.desk_phone}
          onEnlarge={() => setEnlarged(true)}
        />
        <Button kind="quiet" onPress={onCancel}>
          {info.return_to === null ? messages.cancel : messages.back({ portal: info.relying_party.name })}
        </Button>
      </div>
      {enlarged && (
        <EnlargedCode
          code={card}
          typedCode={card.state === "shown" ? (code?.typedCode ?? null) : null}
          hold={hold}
          onHold={setHold}
          onClose={() => setEnlarged(false)}
        />
      )}
    </div>
  );
}

function Introduction({ info: { kind, relying_party } }: Pick<CodeScreenProps, "info">) {
  const { titles } = messages;
  const { name: portal, origin } = relying_party;
  return (
    <div class="introduction">
      <Heading text={kind === "sign-in" ? titles["sign-in"]({ portal }) : titles.signature} />
      {kind === "signature" && <p class="quiet">{messages.askedBy({ portal })}</p>}
      <p class="quiet">
        <PortalOrigin origin={origin} />
      </p>
      {kind === "sign-in" && <p class="small">{messages.code.addresses}</p>}
    </div>
  );
}

/** Whoever asks their computer for less motion gets each code held from the start. */
function prefersStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
