/** What the company has at the bank. */
import { accountText, amountText } from "@mtoken/protocol";
import type { Account } from "../api/portal.ts";
import { messages } from "./messages.ts";

export function Accounts({ accounts }: { accounts: readonly Account[] }) {
  const texts = messages.accounts;
  return (
    <section class="accounts" aria-labelledby="accounts-title">
      <h2 id="accounts-title">{texts.title}</h2>
      <ul>
        {accounts.map(({ kind, iban, currency, balance }) => (
          <li class="card" key={iban}>
            <p>
              {texts.kinds[kind]}
              <span class="iban code small quiet">{accountText(iban)}</span>
            </p>
            <p class="balance figures">
              <span class="currency">{currency}</span> {amountText(balance)}
            </p>
          </li>
        ))}
      </ul>
      <p class="quiet small">{texts.note}</p>
    </section>
  );
}
