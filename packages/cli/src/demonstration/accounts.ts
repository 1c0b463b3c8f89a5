/** The company's accounts at the example bank: invented, and never moved by a payment. "EXMP" is no bank's code. */

/** An account as the portal lists it. */
export interface Account {
  kind: "current" | "savings" | "foreign";
  iban: string;
  currency: string;
  balance: string;
}

export const accounts: readonly Account[] = [
  { kind: "current", iban: "NL51EXMP0290553186", currency: "EUR", balance: "48215.37" },
  { kind: "savings", iban: "NL29EXMP0290553194", currency: "EUR", balance: "120000.00" },
  { kind: "foreign", iban: "NL39EXMP0290553208", currency: "USD", balance: "9340.80" },
];
