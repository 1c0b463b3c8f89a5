/** Which capability answers on which origin. */
import { activationRoutes } from "../activation/routes.ts";
import { consoleSessionRoutes } from "../console/routes.ts";
import { handshakeRoutes } from "../handshake/routes.ts";
import { interactionRoutes } from "../interaction/routes.ts";
import { keyRoutes } from "../keys/routes.ts";
import { consolePeopleRoutes } from "../people/console-routes.ts";
import { portalPeopleRoutes } from "../people/portal-routes.ts";
import { relyingPartyRoutes } from "../relying-party/routes.ts";
import { callRoutes } from "../session/routes.ts";
import type { Routes } from "./app.ts";
import { configurationRoutes } from "./configuration.ts";

/** On the server origin: everything the phone calls. */
export const phoneRoutes: readonly Routes[] = [
  keyRoutes,
  configurationRoutes,
  activationRoutes,
  handshakeRoutes,
  callRoutes,
];

/** On the sign-in origin: the page's API and the relying parties', what they do for their users among it. */
export const signInRoutes: readonly Routes[] = [interactionRoutes, relyingPartyRoutes, portalPeopleRoutes];

/** On the console origin: what people do to users, devices and policies. */
export const consoleRoutes: readonly Routes[] = [consoleSessionRoutes, consolePeopleRoutes];
