/**
 * Texts as data. A source of English texts is a nested object of plain strings and of messages with placeholders, in
 * ICU MessageFormat; a catalogue is the same in one language, ready to be read.
 */

/** A text with placeholders: `message<{ left: number }>("{left, plural, one {# try} other {# tries}}")`. */
export interface Message<Values> {
  readonly icu: string;
  /** Never there: it keeps the placeholders' types. */
  readonly values?: (values: Values) => void;
}

export type MessageValues = Readonly<Record<string, string | number>>;

export function message<Values extends MessageValues>(icu: string): Message<Values> {
  return { icu };
}

/** What the source says, in one language: strings stay strings, messages take their values. */
export type Catalogue<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends Message<infer Values>
    ? (values: Values) => string
    : Source[Key] extends string
      ? string
      : Catalogue<Source[Key]>;
};
