/** Signed in: the accounts, a form for a new payment, the payments as they stand, and one's phones. */
import type { SignInEnd } from "@mtoken/protocol";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { AskedPayment } from "../api/payments.ts";
import { type Account, fetchAccounts, fetchOverview, type SignedIn } from "../api/portal.ts";
import { usePolled } from "../api/use-polled.ts";
import { Accounts } from "./accounts.tsx";
import type { Notice } from "./messages.ts";
import { PaymentForm } from "./payment-form.tsx";
import { PaymentList } from "./payment-list.tsx";
import { PhoneList } from "./phone-list.tsx";
import { ArrivalNotice } from "./signed-out-page.tsx";

export interface SignedInPageProps {
  session: SignedIn;
  notice: Notice | undefined;
  /** Whether an error says that the session is over; the page then changes by itself. */
  isOver(error: unknown): boolean;
  onEnded(reason: SignInEnd | undefined): void;
}

export function SignedInPage({ session, notice, isOver, onEnded }: SignedInPageProps) {
  const [accounts, setAccounts] = useState<Account[]>([]);
  const [asked, setAsked] = useState<AskedPayment["request"]>();
  const { value: overview, refresh } = usePolled(fetchOverview);

  useEffect(() => {
    fetchAccounts().then(setAccounts, isOver);
  }, [isOver]);
  useEffect(() => {
    if (overview === undefined || overview.status === "signed-in") return;
    onEnded(overview.status === "ended" ? (overview.reason ?? undefined) : undefined);
  }, [overview, onEnded]);

  const onAsked = useCallback(
    (payment: AskedPayment) => {
      setAsked(payment.request);
      refresh();
    },
    [refresh],
  );

  const { payments, devices } = overview?.status === "signed-in" ? overview : {};
  return (
    <>
      {notice !== undefined && <ArrivalNotice name={notice} />}
      <h1 class="company">{session.company.name}</h1>
      <Accounts accounts={accounts} />
      <div class="work">
        <PaymentForm onAsked={onAsked} isOver={isOver} />
        <PaymentList payments={payments} asked={asked} />
        <PhoneList phones={devices} refresh={refresh} isOver={isOver} />
      </div>
    </>
  );
}
