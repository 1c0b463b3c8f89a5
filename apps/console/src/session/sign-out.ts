/** Ends the session, and leaves. */

import { codeOf } from "../api/console-error.ts";
import { api } from "../api/people-api.ts";
import { leaveFor } from "./leave.ts";

/** Throws where the server could not be asked: the session goes on then, and nobody should believe otherwise. */
export async function signOut(): Promise<void> {
  try {
    await api.endSession();
  } catch (error) {
    if (codeOf(error) !== "sign_in_required") throw error;
  }
  leaveFor("out");
}
