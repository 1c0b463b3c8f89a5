/**
 * What every answer tells browsers to forbid; a page has a policy of its own besides (page-headers.ts). Helmet is asked once,
 * at the start, since it would else make every one of these headers anew for each answer.
 */
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import helmet, { type HelmetOptions } from "helmet";
import type { Config } from "../config.ts";
import { noPermissions } from "./page-headers.ts";

const yearSeconds = 31_536_000;

export function securityHeaders({ serverOrigin }: Pick<Config, "serverOrigin">): Record<string, string> {
  const isSecure = serverOrigin.startsWith("https:");
  return {
    ...headersOf({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
        },
      },
      hsts: isSecure ? { maxAge: yearSeconds, includeSubDomains: false } : false,
      referrerPolicy: { policy: "no-referrer" },
      crossOriginOpenerPolicy: { policy: "same-origin" },
      crossOriginResourcePolicy: { policy: "same-origin" },
      frameguard: { action: "deny" },
    }),
    "permissions-policy": noPermissions,
  };
}

/** None of them depends on what is asked, so an answer that nobody gets shows them all. */
function headersOf(options: HelmetOptions): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  helmet(options)(request, answer, (error?: unknown) => {
    if (error) throw error;
  });
  return Object.fromEntries(
    Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}
