/** The ways out of a session. Nothing of what was on the screen stays behind: the page is loaded anew. */
export type Outcome = "out" | "ended" | "idle" | "cancelled" | "refused";

export function leaveFor(outcome: Outcome): void {
  location.replace(`/c/sign-in?outcome=${outcome}`);
}
