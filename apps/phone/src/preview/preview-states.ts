/** The states to look at, by the names of their pictures. */
import { homeStates } from "./home-states.ts";
import { lockedStates } from "./locked-states.ts";
import type { NamedStates } from "./preview-account.ts";
import { problemStates } from "./problem-states.ts";
import { requestStates } from "./request-states.ts";
import { startStates } from "./start-states.ts";

export const previewStates: NamedStates = {
  ...startStates,
  ...lockedStates,
  ...homeStates,
  ...requestStates,
  ...problemStates,
};
