/** The demonstration's portal: a relying party like any other, over the public interfaces alone. */
import type { ExchangeAnswer, Payment, RequestInfo } from "@mtoken/protocol";
import { ProtocolError, parseWith, readContent, requestIdSchema } from "@mtoken/protocol";
import type { RelyingParty } from "@mtoken/relying-party";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as v from "valibot";
import { accounts } from "./accounts.ts";
import { callbackOf } from "./cast.ts";
import { deviceRoutes, listDevices } from "./device-routes.ts";
import { followSignIn } from "./follow-sign-in.ts";
import type { AskedPayment, PaymentBook } from "./payment-book.ts";
import { cookieOf, setCookie } from "./portal-cookie.ts";
import type { PortalSession, PortalSessions } from "./portal-sessions.ts";

/** What the portal stands on. */
export interface Portal {
  origin: string;
  mtoken: RelyingParty;
  sessions: PortalSessions;
  payments: PaymentBook;
}

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
  sessionRoutes(app, portal);
  overviewRoute(app, portal);
  paymentRoutes(app, portal);
  deviceRoutes(app, {
    mtoken: portal.mtoken,
    userOf: (request) => requireSignedIn(portal, request).user.id,
  });
  app.get("/api/accounts", async (request) => {
    requireSignedIn(portal, request);
    return accounts;
  });
}

function sessionRoutes(app: FastifyInstance, { mtoken, sessions, origin }: Portal): void {
  app.get("/api/session", async (request) => describeSession(sessions.find(cookieOf(request))));

  app.post("/api/sign-in", async (request, reply) => {
    const pending = await mtoken.beginSignIn(callbackOf(origin));
    sessions.end(cookieOf(request));
    setCookie(reply, sessions.begin({ status: "pending", pending }));
    return { uri: pending.uri };
  });

  app.get("/callback", async (request, reply) => {
    const cookie = cookieOf(request);
    const session = sessions.find(cookie);
    if (session?.status !== "pending") return reply.redirect("/portal?notice=begin-anew", 303);
    // Good once, whatever comes of it.
    sessions.end(cookie);
    try {
      const signedIn = await mtoken.completeSignIn(session.pending, new URL(request.url, origin));
      if (signedIn === undefined) return reply.redirect("/portal?notice=cancelled", 303);
      const begun = sessions.begin({ status: "signed-in", signedIn });
      setCookie(reply, begun);
      followSignIn({ mtoken, sessions }, begun, signedIn);
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
}

/**
 * What the page asks again and again by itself. That nobody is signed in any more is an answer here and no refusal: every
 * session ends, and a browser would tell of the refusal in red.
 */
function overviewRoute(app: FastifyInstance, portal: Portal): void {
  const { mtoken, payments, sessions } = portal;
  app.get("/api/overview", async (request) => {
    const session = sessions.find(cookieOf(request));
    if (session?.status !== "signed-in") return describeSession(session);
    const { user } = session.signedIn;
    try {
      const [asked, devices] = await Promise.all([
        Promise.all(payments.list(user.id).map((payment) => follow(portal, payment))),
        listDevices(mtoken, user.id),
      ]);
      return { status: "signed-in", payments: asked, devices };
    } catch (error) {
      // mtoken knows before the portal has heard of it.
      if (error instanceof ProtocolError && error.code === "sign_in_required") {
        return { status: "ended", reason: null };
      }
      throw error;
    }
  });
}

function paymentRoutes(app: FastifyInstance, portal: Portal): void {
  const { mtoken, payments } = portal;

  app.post("/api/payments", async (request) => {
    const { user } = requireSignedIn(portal, request);
    const asked = await ask(portal, user.id, readPayment(request.body));
    await payments.add(asked);
    return await follow(portal, asked);
  });

  app.get("/api/payments/:request/evidence", async (request, reply) => {
    const { user } = requireSignedIn(portal, request);
    const { request: id } = parseWith(requestParametersSchema, request.params);
    // A user sees the evidence of their own payments only.
    if (!payments.list(user.id).some((asked) => asked.request === id)) throw new ProtocolError("not_found");
    const evidence = await mtoken.evidence(id);
    await payments.noteEvidenceTaken(id);
    reply.header("content-disposition", `attachment; filename="evidence-${id}.json"`);
    return evidence;
  });
}

/** A payment and where it stands. Nobody is asked about one that has ended. */
export async function follow({ mtoken, payments }: Pick<Portal, "mtoken" | "payments">, asked: AskedPayment) {
  const info = asked.ended ?? (await mtoken.request(asked.request));
  if (asked.ended === undefined && hasEnded(info)) await payments.end(info);
  const { request, uri, payment, askedAt, expiresAt, evidenceTaken } = asked;
  return { request, uri, payment, askedAt, expiresAt, evidenceTaken, info };
}

function hasEnded({ status }: RequestInfo): boolean {
  return status !== "waiting" && status !== "claimed";
}

function readPayment(body: unknown): Payment {
  const { payee, account, reference, ...amount } = parseWith(paymentFormSchema, body);
  const content = readContent({
    type: "payment",
    ...amount,
    payee: { name: payee, account },
    ...(reference !== "" && { reference }),
  });
  if (content.type !== "payment") throw new ProtocolError("content_refused");
  return content;
}

async function ask(
  { mtoken, origin }: Portal,
  user: AskedPayment["user"],
  payment: Payment,
): Promise<AskedPayment> {
  const { request, uri, expires_at } = await mtoken.requestSignature({
    user,
    content: payment,
    redirectUri: `${origin}/portal`,
    state: "payment",
  });
  const askedAt = Math.floor(Date.now() / 1000);
  return { request, user, uri, payment, askedAt, expiresAt: expires_at, evidenceTaken: false };
}

function describeSession(session: PortalSession | undefined) {
  if (session === undefined) return { status: "signed-out" };
  if (session.status !== "signed-in") return session.status === "ended" ? session : { status: "pending" };
  const { user, company, auth_time } = session.signedIn;
  return { status: "signed-in", user, company, since: auth_time };
}

function requireSignedIn({ sessions }: Portal, request: FastifyRequest): ExchangeAnswer {
  const session = sessions.find(cookieOf(request));
  if (session?.status !== "signed-in") throw new ProtocolError("session_ended");
  return session.signedIn;
}
