/** The demonstration speaks English alone, and writes times as the phone app and the sign-in page beside it do in English. */
import { formatsOf, sourceLanguage } from "@mtoken/language";

export const formats = formatsOf(sourceLanguage, navigator.languages);
