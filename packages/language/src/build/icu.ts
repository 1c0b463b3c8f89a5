/** Messages in ICU MessageFormat, as far as texts need it: values, and plurals of whole numbers. */
import { parse } from "@messageformat/parser";
import { type Language, languages } from "../languages.ts";

type Token = ReturnType<typeof parse>[number] | { type: "octothorpe" };

export interface PluralForm {
  key: string;
  parts: IcuPart[];
}

export type IcuPart =
  | { type: "text"; text: string }
  | { type: "value"; name: string }
  | { type: "plural"; name: string; forms: PluralForm[] };

/** The parts of a message. `#` in a plural is a value like any other. Throws where the message is none. */
export function parseIcu(icu: string): IcuPart[] {
  return parse(icu, { strict: false, strictPluralKeys: false }).map((token) => partOf(token, undefined));
}

function partOf(token: Token, counted: string | undefined): IcuPart {
  switch (token.type) {
    case "content":
      // The parser takes a brace that closes nothing for text; in a translation it is a slip.
      if (/[{}]/.test(token.value)) throw new SyntaxError("A brace stands alone");
      return { type: "text", text: token.value };
    case "argument":
      return { type: "value", name: token.arg };
    case "octothorpe":
      if (counted === undefined) throw new SyntaxError("# stands outside of a plural");
      return { type: "value", name: counted };
    case "plural":
      if (token.pluralOffset) throw new SyntaxError("A plural’s offset is not supported");
      return {
        type: "plural",
        name: token.arg,
        forms: token.cases.map(({ key, tokens }) => ({
          key,
          parts: tokens.map((inner) => partOf(inner, token.arg)),
        })),
      };
    default:
      throw new SyntaxError(`${token.type} is not supported`);
  }
}

/** Everything in a message, from the outside in. */
export function* everyPart(parts: readonly IcuPart[]): Generator<IcuPart> {
  for (const part of parts) {
    yield part;
    if (part.type === "plural") for (const form of part.forms) yield* everyPart(form.parts);
  }
}

/** The names of all placeholders, those that are counted included. */
export function placeholdersOf(parts: readonly IcuPart[]): Set<string> {
  return new Set([...everyPart(parts)].flatMap((part) => (part.type === "text" ? [] : [part.name])));
}

/** Counts that a page may show. A category that only millions or fractions have is none that anybody has to fill. */
const counts = Array.from({ length: 1001 }, (_, count) => count);

/** The forms that a plural must have in a language: those that its whole numbers take, and `other`, as ICU asks. */
export function pluralCategoriesOf(language: Language): Set<string> {
  const rules = new Intl.PluralRules(languages[language].formats);
  return new Set<string>([...counts.map((count) => rules.select(count)), "other"]);
}
