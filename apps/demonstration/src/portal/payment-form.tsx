/** A new payment. What the server would refuse is said at the fields, all at once; the server judges it again. */
import { Notice } from "@mtoken/look";
import { useRef, useState } from "preact/hooks";
import type { AskedPayment } from "../api/payments.ts";
import { askForSignature, type PaymentDraft } from "../api/portal.ts";
import { type FieldName, fieldOfProblem, wrongFields } from "./field-of-problem.ts";
import { FormField } from "./form-field.tsx";
import { messages } from "./messages.ts";
import { problemText } from "./problem-text.ts";
import { exampleAmount, readDraft } from "./read-draft.ts";

export interface PaymentFormProps {
  onAsked(payment: AskedPayment): void;
  isOver(error: unknown): boolean;
  /** For pictures of it. */
  initial?: { draft: PaymentDraft; wrong?: readonly FieldName[] };
}

const empty: PaymentDraft = { payee: "", account: "", amount: "", currency: "EUR", reference: "" };

export function PaymentForm({ onAsked, isOver, initial }: PaymentFormProps) {
  const texts = messages.form;
  const [draft, setDraft] = useState<PaymentDraft>(initial?.draft ?? { ...texts.example });
  const [wrong, setWrong] = useState<readonly FieldName[]>(initial?.wrong ?? []);
  const [problem, setProblem] = useState<string>();
  const [asking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  function change(name: FieldName, value: string): void {
    setDraft((before) => ({ ...before, [name]: value }));
    setWrong((before) => before.filter((other) => other !== name));
  }

  function point(fields: readonly FieldName[]): void {
    setWrong(fields);
    form.current?.querySelector<HTMLElement>(`[name="${fields[0]}"]`)?.focus();
  }

  async function ask(): Promise<void> {
    setWrong([]);
    setProblem(undefined);
    const read = readDraft(draft);
    const mistakes = wrongFields(read);
    if (mistakes.length > 0) {
      setProblem(texts.count(mistakes.length));
      point(mistakes);
      return;
    }
    setAsking(true);
    try {
      onAsked(await askForSignature(read));
      setDraft(empty);
    } catch (error) {
      if (isOver(error)) return;
      const field = fieldOfProblem(error);
      if (field === undefined) setProblem(problemText(error));
      else point([field]);
    } finally {
      setAsking(false);
    }
  }

  const problemOf = (name: FieldName) => (wrong.includes(name) ? describe(name, draft.currency) : undefined);
  return (
    <section class="card new-payment" aria-labelledby="new-payment-title">
      <h2 id="new-payment-title">{texts.title}</h2>
      <form
        ref={form}
        noValidate
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (!asking) void ask();
        }}
      >
        <FormField name="payee" label={texts.payee} problem={problemOf("payee")}>
          {(field) => (
            <input
              {...field}
              value={draft.payee}
              maxLength={140}
              onInput={(event) => change("payee", event.currentTarget.value)}
            />
          )}
        </FormField>
        <FormField
          name="account"
          label={texts.account}
          hint={texts.accountHint}
          problem={problemOf("account")}
        >
          {(field) => (
            <input
              {...field}
              class="account"
              spellcheck={false}
              autocapitalize="characters"
              value={draft.account}
              onInput={(event) => change("account", event.currentTarget.value)}
            />
          )}
        </FormField>
        <div class="money">
          <FormField name="amount" label={texts.amount} problem={problemOf("amount")}>
            {(field) => (
              <input
                {...field}
                class="figures"
                inputMode="decimal"
                value={draft.amount}
                onInput={(event) => change("amount", event.currentTarget.value)}
              />
            )}
          </FormField>
          <FormField name="currency" label={texts.currency} problem={problemOf("currency")}>
            {(field) => (
              <select
                {...field}
                value={draft.currency}
                onChange={(event) => change("currency", event.currentTarget.value)}
              >
                {texts.currencies.map((currency) => (
                  <option key={currency}>{currency}</option>
                ))}
              </select>
            )}
          </FormField>
        </div>
        <FormField
          name="reference"
          label={texts.reference}
          hint={texts.referenceHint}
          problem={problemOf("reference")}
        >
          {(field) => (
            <input
              {...field}
              value={draft.reference}
              onInput={(event) => change("reference", event.currentTarget.value)}
            />
          )}
        </FormField>
        {problem !== undefined && (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
        <button type="submit" class="button main wide" id="ask-for-signature" disabled={asking}>
          {asking ? texts.going : texts.go}
        </button>
        <p class="quiet small">{texts.next}</p>
      </form>
    </section>
  );
}

function describe(name: FieldName, currency: string): string {
  const { problems } = messages.form;
  return name === "amount" ? problems.amount(exampleAmount(currency)) : problems[name];
}
