/**
 * What the user has chosen for the app's looks and words. It says nothing of who they are, so it stays when the phone is
 * locked, and, but for `push`, when the device ends (docs/protocol.md §3). Read before the first drawing, hence from the one storage that answers at once.
 */

/** Absent: as the phone has it. */
export interface Preferences {
  appearance?: Appearance;
  /** A language tag, such as `nl`. */
  language?: string;
  /** Whether the user wants to be notified; absent while nobody has asked. */
  push?: "on" | "off";
}

export type Appearance = "light" | "dark";

/** `undefined` takes a choice back. */
export type PreferenceChange = { [Name in keyof Preferences]?: Preferences[Name] | undefined };

const place = "mtoken-preferences";

/** The user's choices; none where there are none, or where they can't be read. */
export function readPreferences(): Preferences {
  try {
    return parsePreferences(localStorage.getItem(place));
  } catch {
    return {};
  }
}

/** Keeps a choice beside the others. Where nothing can be kept it lasts as long as the page. */
export function writePreferences(change: PreferenceChange): void {
  const text = JSON.stringify({ ...readPreferences(), ...change });
  try {
    if (text === "{}") localStorage.removeItem(place);
    else localStorage.setItem(place, text);
  } catch {
    // Nothing depends on it.
  }
}

/** What was written by another version, or by somebody else, counts as far as it makes sense. */
export function parsePreferences(text: string | null): Preferences {
  const value: unknown = text === null ? null : readJson(text);
  if (typeof value !== "object" || value === null) return {};
  const { appearance, language, push } = value as { [Name in keyof Preferences]?: unknown };
  return {
    ...((appearance === "light" || appearance === "dark") && { appearance }),
    ...(typeof language === "string" && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) && { language }),
    ...((push === "on" || push === "off") && { push }),
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
