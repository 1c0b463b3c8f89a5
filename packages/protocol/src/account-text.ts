/** Account numbers as a person compares them: in groups of four, as IBANs are printed. */

/**
 * Groups of four. A number that has spaces or signs of its own stays as it is: where its parts end is for its bank to
 * say.
 */
export function accountText(account: string): string {
  if (!/^[A-Za-z0-9]{5,}$/.test(account)) return account;
  return account.match(/.{1,4}/g)?.join(" ") ?? account;
}
