/** Ends the session, and leaves. */

import { codeOf } from "../api/console-error.ts";
import { api } from "../api/people-api.ts";
import { leaveFor } from "./leave.ts";

let isSigningOut = false;

/** While it is on its way, whatever else the page has asked for may hear of the end before: that is no news. */
export function signsOut(): boolean {
  return isSigningOut;
}

/** Throws where the server could not be asked: the session goes on then, and nobody should believe otherwise. */
export async function signOut(): Promise<void> {
  isSigningOut = true;
  try {
    await api.endSession();
  } catch (error) {
    if (codeOf(error) !== "sign_in_required") {
      isSigningOut = false;
      throw error;
    }
  }
  leaveFor("out");
}
