/** Which capability answers on which origin. */
import { keyRoutes } from "../keys/routes.ts";
import type { Routes } from "./app.ts";
import { configurationRoutes } from "./configuration.ts";

/** On the server origin: everything the phone calls. */
export const phoneRoutes: readonly Routes[] = [keyRoutes, configurationRoutes];

/** On the sign-in origin: the page's API and the relying parties'. */
export const signInRoutes: readonly Routes[] = [];
