/** The payments and how each of them stands, as it changes. */
import { Icon } from "@mtoken/look";
import { accountText, amountText } from "@mtoken/protocol";
import { useEffect, useRef, useState } from "preact/hooks";
import { type AskedPayment, evidenceAddress, evidenceFile } from "../api/payments.ts";
import { Moment } from "../parts/moment.tsx";
import { useNow } from "../parts/use-now.ts";
import { messages } from "./messages.ts";

type Status = AskedPayment["info"]["status"];

const tones: Record<Status, string> = {
  waiting: "accent",
  claimed: "accent",
  approved: "good",
  redeemed: "good",
  refused: "",
  expired: "",
  withdrawn: "",
};

export interface PaymentListProps {
  /** Missing until the portal has answered once. */
  payments: readonly AskedPayment[] | undefined;
  /** The one that was just asked for: it comes into view. */
  asked: AskedPayment["request"] | undefined;
}

export function PaymentList({ payments, asked }: PaymentListProps) {
  const texts = messages.payments;
  const news = useNews(payments);
  const now = useNow();
  return (
    <section class="payments" aria-labelledby="payments-title">
      <h2 id="payments-title">{texts.title}</h2>
      <p class="visually-hidden" role="status">
        {news}
      </p>
      {payments?.length === 0 && <p class="card empty quiet">{texts.none}</p>}
      {payments !== undefined && payments.length > 0 && (
        <ul class="card">
          {payments.map((payment) => (
            <PaymentRow key={payment.request} asked={payment} now={now} fresh={payment.request === asked} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface RowProps {
  asked: AskedPayment;
  now: number;
  fresh: boolean;
}

function PaymentRow({ asked: { request, payment, info, ...asked }, now, fresh }: RowProps) {
  const texts = messages.payments;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (fresh) row.current?.scrollIntoView({ block: "nearest" });
  }, [fresh]);
  return (
    <li ref={row} class={`payment ${info.status}`} id={`payment-${request}`} data-status={info.status}>
      <h3>{payment.payee.name}</h3>
      <p class="amount figures">
        <span class="currency">{payment.currency}</span> {amountText(payment.amount)}
      </p>
      <div class="particulars small quiet">
        <p class="code">{accountText(payment.payee.account)}</p>
        {payment.reference !== undefined && <p>{payment.reference}</p>}
      </div>
      <div class="standing">
        <p class="when">
          <span class={`chip ${tones[info.status]}`}>
            {tones[info.status] === "good" && <Icon name="check" />}
            {texts.states[info.status]}
          </span>
          <span class="small quiet">
            <Moment seconds={info.decided_at ?? asked.askedAt} now={now} />
          </span>
        </p>
        <Explanation info={info} expiresAt={asked.expiresAt} now={now} />
        <p class="actions">
          {info.status === "waiting" && (
            <a class="button plain compact" href={asked.uri}>
              <Icon name="scan" />
              <span>{texts.showCode}</span>
            </a>
          )}
          {info.status === "approved" && (
            <a class="button plain compact" href={evidenceAddress(request)} download={evidenceFile(request)}>
              <Icon name="save" />
              <span>{texts.saveEvidence}</span>
            </a>
          )}
        </p>
      </div>
    </li>
  );
}

interface ExplanationProps {
  info: AskedPayment["info"];
  expiresAt: number;
  now: number;
}

function Explanation({ info, expiresAt, now }: ExplanationProps) {
  const texts = messages.payments;
  switch (info.status) {
    case "waiting":
    case "claimed":
      return (
        <p class="small">
          {info.status === "waiting" ? texts.waitingText : texts.claimedText}{" "}
          <Moment seconds={expiresAt} now={now} />.
        </p>
      );
    case "refused":
      return <p class="small">{texts.reasons[info.reason ?? "other"]}</p>;
    case "expired":
      return <p class="small">{texts.expiredText}</p>;
    case "withdrawn":
      return <p class="small">{info.reason ? texts.reasons[info.reason] : texts.withdrawnText}</p>;
    case "approved":
    case "redeemed":
      return null;
  }
}

/** What a screen reader is told when a payment has changed its state. */
function useNews(payments: readonly AskedPayment[] | undefined): string {
  const before = useRef<Map<string, Status>>(undefined);
  const [news, setNews] = useState("");
  useEffect(() => {
    if (payments === undefined) return;
    const known = before.current;
    before.current = new Map(payments.map(({ request, info }) => [request, info.status]));
    if (known === undefined) return;
    const changed = payments.filter(({ request, info }) => known.get(request) !== info.status);
    if (changed.length === 0) return;
    const { news: say, states } = messages.payments;
    setNews(changed.map(({ payment, info }) => say(payment.payee.name, states[info.status])).join(". "));
  }, [payments]);
  return news;
}
