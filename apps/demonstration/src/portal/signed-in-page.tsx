/** Signed in: the accounts, a form for a new payment, and the payments as they stand. */
import { useCallback, useEffect, useState } from "preact/hooks";
import type { AskedPayment } from "../api/payments.ts";
import { type Account, fetchAccounts, fetchPayments, type SignedIn } from "../api/portal.ts";
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
}

export function SignedInPage({ session, notice, isOver }: SignedInPageProps) {
  const [accounts, setAccounts] = useState<Account[]>([]);
  const [asked, setAsked] = useState<AskedPayment["request"]>();
  const { value: payments, problem, refresh } = usePolled(fetchPayments);

  useEffect(() => {
    fetchAccounts().then(setAccounts, isOver);
  }, [isOver]);
  useEffect(() => {
    isOver(problem);
  }, [problem, isOver]);

  const onAsked = useCallback(
    (payment: AskedPayment) => {
      setAsked(payment.request);
      refresh();
    },
    [refresh],
  );

  return (
    <>
      {notice !== undefined && <ArrivalNotice name={notice} />}
      <h1 class="company">{session.company.name}</h1>
      <Accounts accounts={accounts} />
      <div class="work">
        <PaymentForm onAsked={onAsked} isOver={isOver} />
        <PaymentList payments={payments} asked={asked} />
      </div>
      <PhoneList isOver={isOver} />
    </>
  );
}
