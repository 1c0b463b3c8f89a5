/**
 * Account numbers (docs/protocol.md §7): an IBAN is checked as ISO 13616 says, in its electronic form; whatever does
 * not look like an IBAN is another bank's number and only has to be printable.
 */

/** The length of an IBAN, by country, from the registry of ISO 13616. */
const ibanLengths: ReadonlyMap<string, number> = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 " +
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 " +
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 " +
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 " +
    "YE30"
  )
    .split(" ")
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Whether a text is an IBAN in its electronic form: known country, its length, check digits right. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]+$/.test(text)) return false;
  if (ibanLengths.get(text.slice(0, 2)) !== text.length) return false;
  // 00, 01 and 99 leave the same remainder as 97, 98 and 02: only 02 to 98 are ever issued.
  const check = Number(text.slice(2, 4));
  return check >= 2 && check <= 98 && remainder(text.slice(4) + text.slice(0, 4)) === 1;
}

/** ISO/IEC 7064 MOD 97-10, letters read as 10 to 35. */
function remainder(text: string): number {
  return [...text].reduce((rest, character) => {
    const value = Number.parseInt(character, 36);
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);
}

/**
 * Whether somebody would take a text for an IBAN. A mistyped or disguised IBAN must not pass for another bank's
 * account, so spaces, hyphens and small letters do not help it, nor does a country that has none.
 */
function looksLikeIban(text: string): boolean {
  const compact = text.replace(/[^A-Za-z0-9]/g, "").toUpperCase();
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{4,30}$/.test(compact)) return false;
  return compact.length >= 15 || ibanLengths.has(compact.slice(0, 2));
}

/** Whether a text may name a payee's account. */
export function isAccount(text: string): boolean {
  if (looksLikeIban(text)) return isIban(text);
  return text.length <= 34 && /^[!-~]+(?: [!-~]+)*$/.test(text);
}
