/** The demonstration's portal: a relying party like any other, over the public interfaces alone. */
import type { ExchangeAnswer } from "@mtoken/protocol";
import { ProtocolError, parseWith, readContent, requestIdSchema } from "@mtoken/protocol";
import type { RelyingParty } from "@mtoken/relying-party";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as v from "valibot";
import { callbackOf } from "./cast.ts";
import type { PortalSessions } from "./portal-sessions.ts";

/** What the portal stands on. */
export interface Portal {
  origin: string;
  mtoken: RelyingParty;
  sessions: PortalSessions;
}

const cookieName = "portal-session";

const paymentFormSchema = v.strictObject({
  amount: v.string(),
  currency: v.string(),
  payee: v.string(),
  account: v.string(),
  reference: v.string(),
});
const requestParametersSchema = v.object({ request: requestIdSchema });

/** The routes of the portal's page. */
export function portalRoutes(app: FastifyInstance, portal: Portal): void {
  const { mtoken, sessions, origin } = portal;

  app.get("/api/session", async (request) => sessions.find(cookieOf(request))?.signedIn ?? null);

  app.post("/api/sign-in", async (_request, reply) => {
    const pending = await mtoken.beginSignIn(callbackOf(origin));
    setCookie(reply, sessions.begin({ pending }));
    return { uri: pending.uri };
  });

  app.get("/callback", async (request, reply) => {
    const cookie = cookieOf(request);
    const pending = sessions.find(cookie)?.pending;
    // Good once, whatever comes of it.
    sessions.end(cookie);
    if (pending === undefined) return reply.redirect("/portal?notice=begin-anew", 303);
    try {
      const signedIn = await mtoken.completeSignIn(pending, new URL(request.url, origin));
      if (signedIn === undefined) return reply.redirect("/portal?notice=cancelled", 303);
      setCookie(reply, sessions.begin({ signedIn }));
      return reply.redirect("/portal", 303);
    } catch (error) {
      if (!(error instanceof ProtocolError || error instanceof TypeError)) throw error;
      return reply.redirect("/portal?notice=begin-anew", 303);
    }
  });

  app.post("/api/sign-out", async (request) => {
    sessions.end(cookieOf(request));
    return {};
  });

  app.get("/api/payments", async (request) => {
    const signedIn = requireSignedIn(sessions, request);
    return await Promise.all(
      sessions.paymentsOf(signedIn).map(async (asked) => ({
        ...asked,
        info: await mtoken.request(asked.request),
      })),
    );
  });

  app.post("/api/payments", async (request) => {
    const signedIn = requireSignedIn(sessions, request);
    const { payee, account, reference, ...amount } = parseWith(paymentFormSchema, request.body);
    const content = readContent({
      type: "payment",
      ...amount,
      payee: { name: payee, account },
      ...(reference !== "" && { reference }),
    });
    if (content.type !== "payment") throw new ProtocolError("content_refused");
    const asked = await mtoken.requestSignature({
      user: signedIn.user.id,
      content,
      redirectUri: `${origin}/portal`,
      state: "payment",
    });
    const payment = { request: asked.request, uri: asked.uri, payment: content, askedAt: Date.now() };
    sessions.addPayment(signedIn, payment);
    return payment;
  });

  app.get("/api/payments/:request/evidence", async (request, reply) => {
    const signedIn = requireSignedIn(sessions, request);
    const { request: id } = parseWith(requestParametersSchema, request.params);
    // A user sees the evidence of their own payments only.
    const own = sessions.paymentsOf(signedIn).some((asked) => asked.request === id);
    if (!own) throw new ProtocolError("not_found");
    reply.header("content-disposition", `attachment; filename="evidence-${id}.json"`);
    return await mtoken.evidence(id);
  });
}

function requireSignedIn(sessions: PortalSessions, request: FastifyRequest): ExchangeAnswer {
  const signedIn = sessions.find(cookieOf(request))?.signedIn;
  if (signedIn === undefined) throw new ProtocolError("session_ended");
  return signedIn;
}

function cookieOf(request: FastifyRequest): string | undefined {
  return request.cookies[cookieName];
}

/** Lax: the browser comes back from the sign-in page with it. */
function setCookie(reply: FastifyReply, value: string): void {
  reply.setCookie(cookieName, value, { httpOnly: true, sameSite: "lax", path: "/" });
}
