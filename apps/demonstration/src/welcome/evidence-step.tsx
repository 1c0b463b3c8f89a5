/** Step 5: the evidence of the newest signed payment, to keep and to check (B4). */
import { Icon } from "@mtoken/look";
import { type AskedPayment, evidenceAddress, evidenceFile } from "../api/payments.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { EvidenceCheck } from "./evidence-check.tsx";
import { messages } from "./messages.ts";
import { isStopped, latestSigned } from "./progress.ts";
import type { StepProps } from "./steps.tsx";

export function EvidenceStep({ cast, done, refresh }: StepProps) {
  const texts = messages.evidence;
  const signed = latestSigned(cast);
  return (
    <>
      <p>{texts.text}</p>
      {signed === undefined && <p class="quiet">{texts.nothing}</p>}
      {signed !== undefined && cast.browser !== "signed-in" && (
        <p class="quiet">{isStopped(cast, "user") ? texts.stopped : texts.signIn}</p>
      )}
      {signed !== undefined && cast.browser === "signed-in" && (
        <>
          <p class="actions">
            <a
              class={`button ${done ? "plain" : "main"}`}
              href={evidenceAddress(signed.request)}
              download={evidenceFile(signed.request)}
              onClick={() => setTimeout(refresh, 500)}
            >
              <Icon name="save" />
              <span>{texts.save}</span>
            </a>
          </p>
          <CommandLines phone={cast.phone} request={signed.request} />
          <EvidenceCheck request={signed.request} />
        </>
      )}
    </>
  );
}

function CommandLines({ phone, request }: { phone: string; request: AskedPayment["request"] }) {
  const texts = messages.evidence;
  const commands = [
    `curl -o mtoken-keys.json ${phone}/.well-known/mtoken-keys`,
    `npx mtoken verify ~/Downloads/${evidenceFile(request)} --keys mtoken-keys.json`,
  ].join("\n");
  return (
    <>
      <h4>{texts.command}</h4>
      <p class="quiet">{texts.commandText}</p>
      <div class="commands">
        <pre>
          <code>{commands}</code>
        </pre>
        <CopyButton text={commands} label={texts.copyCommand} copied={texts.copied} />
      </div>
    </>
  );
}
