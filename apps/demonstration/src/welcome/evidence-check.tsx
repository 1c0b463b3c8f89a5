/** Checks evidence in the page, as it is and with one digit changed. */
import { Button, momentText, Notice } from "@mtoken/look";
import { amountText } from "@mtoken/protocol";
import { useEffect, useState } from "preact/hooks";
import type { AskedPayment } from "../api/payments.ts";
import { formats } from "../parts/formats.ts";
import type { Finding } from "./check-evidence.ts";
import { messages } from "./messages.ts";
import { problemText } from "./use-invitation.ts";

export function EvidenceCheck({ request }: { request: AskedPayment["request"] }) {
  const texts = messages.evidence;
  const [finding, setFinding] = useState<Finding>();
  const [problem, setProblem] = useState<string>();
  const [checking, setChecking] = useState(false);
  useEffect(() => setFinding(undefined), [request]);

  async function check(options: { changed: boolean }): Promise<void> {
    setChecking(true);
    setProblem(undefined);
    try {
      // All of the protocol's cryptography: loaded when somebody wants it.
      const { checkEvidence } = await import("./check-evidence.ts");
      setFinding(await checkEvidence(request, options));
    } catch (error) {
      setProblem(problemText(error));
    } finally {
      setChecking(false);
    }
  }

  return (
    <>
      <h4>{texts.here}</h4>
      <p class="actions">
        <Button disabled={checking} onPress={() => void check({ changed: false })}>
          {texts.check}
        </Button>
        <Button disabled={checking} onPress={() => void check({ changed: true })}>
          {texts.change}
        </Button>
      </p>
      <div role="status" class="finding">
        {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
        {problem === undefined && finding !== undefined && <FindingNotice finding={finding} />}
      </div>
    </>
  );
}

function FindingNotice({ finding }: { finding: Finding }) {
  const texts = messages.evidence;
  if (finding.holds) {
    const { who, amount, currency, payee, at, entries } = finding;
    const what = `${currency} ${amountText(amount)} to ${payee}`;
    return (
      <Notice tone="good" title={texts.holds}>
        {texts.holdsText({ what, who, when: momentText(at, Date.now(), formats), entries })}
      </Notice>
    );
  }
  const { changed, message } = finding;
  return (
    <Notice tone="danger" title={texts.broken}>
      {changed === undefined
        ? texts.brokenUnchanged(message)
        : texts.brokenText(`${changed.currency} ${amountText(changed.amount)}`, message)}
    </Notice>
  );
}
