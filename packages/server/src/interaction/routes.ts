/** The sign-in page's own API (docs/protocol.md §8), on the sign-in origin. */
import {
  begunSchema,
  cancelledSchema,
  challengeSchema,
  interactionIdSchema,
  interactionInfoSchema,
  ProtocolError,
  proofBodySchema,
  redeemedSchema,
  redemptionBodySchema,
} from "@mtoken/protocol";
import type { FastifyReply } from "fastify";
import * as v from "valibot";
import { type CookieAnswer, computerCookie, readComputerCookie } from "../computer/computer-cookie.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { refuseOtherPages, requireOwnPage } from "../http/same-origin.ts";
import { StreamPool } from "../request/stream-pool.ts";
import { beginRequest } from "./begin-request.ts";
import { browserCookie, newBrowser, readBrowser } from "./browser-cookie.ts";
import { cancelInteraction } from "./cancel-interaction.ts";
import { introduce } from "./introduce.ts";
import { issueChallenge } from "./issue-challenge.ts";
import { openPageStream } from "./page-stream.ts";
import { redeemRequest } from "./redeem-request.ts";

const params = v.strictObject({ interaction: interactionIdSchema });
const path = "/v1/interactions/:interaction";
const tags = ["sign-in page"];

export function interactionRoutes(app: App, context: Context): void {
  void app.register(async (scope) => {
    scope.addHook("onRequest", async ({ method, headers }, reply) => {
      reply.header("cache-control", "no-store");
      if (method === "GET") refuseOtherPages(headers);
      else requireOwnPage(headers, context.config.signInOrigin);
    });
    introductionRoutes(scope as App, context);
    proofRoutes(scope as App, context);
    eventRoute(scope as App, context);
  });
}

function introductionRoutes(app: App, context: Context): void {
  app.get(
    path,
    { schema: { summary: "What the page is about", tags, params, response: { 200: interactionInfoSchema } } },
    ({ params, cookies }) => introduce(context, { ...params, browser: readBrowser(cookies) }),
  );

  app.post(
    `${path}/cancel`,
    {
      schema: { summary: "Go back without", tags, params, response: { 200: cancelledSchema } },
    },
    (request) => cancelInteraction(context, { ...request.params, browser: readBrowser(request.cookies) }),
  );
}

function proofRoutes(app: App, context: Context): void {
  app.post(
    `${path}/challenge`,
    {
      schema: {
        summary: "A challenge for the computer key",
        tags,
        params,
        response: { 201: challengeSchema },
      },
    },
    async ({ params, cookies }, reply) => {
      const known = readBrowser(cookies);
      const browser = known ?? newBrowser();
      const challenge = await issueChallenge(context, { ...params, browser });
      // Before it begins, so that tabs that begin side by side are one browser.
      if (known === undefined) reply.setCookie(browserCookie.name, browser, browserCookie.options);
      return reply.status(201).send(challenge);
    },
  );

  const body = proofBodySchema;
  app.post(
    `${path}/requests`,
    {
      schema: {
        summary: "Show a QR code to this browser",
        tags,
        params,
        body,
        response: { 201: begunSchema },
      },
    },
    async (request, reply) => {
      const { begun, browser, cookie } = await beginRequest(context, {
        ...request.params,
        ...request.body,
        browser: readBrowser(request.cookies),
        computerCookie: readComputerCookie(request.cookies),
        userAgent: request.headers["user-agent"],
      });
      reply.setCookie(browserCookie.name, browser, browserCookie.options);
      answerCookie(reply, cookie);
      return reply.status(201).send(begun);
    },
  );

  app.post(
    `${path}/redeem`,
    {
      schema: {
        summary: "Redeem an approved sign-in",
        tags,
        params,
        body: redemptionBodySchema,
        response: { 200: redeemedSchema },
      },
    },
    async ({ params, body: { proof, return_code: returnCode }, cookies }, reply) => {
      const { redeemed, cookie } = await redeemRequest(context, {
        ...{ ...params, proof, returnCode },
        ...{ browser: readBrowser(cookies), computerCookie: readComputerCookie(cookies) },
      });
      answerCookie(reply, cookie);
      return redeemed;
    },
  );
}

function answerCookie(reply: FastifyReply, answer: CookieAnswer): void {
  const { name, options } = computerCookie;
  if (answer === null) reply.clearCookie(name, options);
  else if (answer !== undefined) reply.setCookie(name, answer, options);
}

function eventRoute(app: App, context: Context): void {
  const pool = new StreamPool(context.clock);
  app.addHook("preClose", async () => pool.close());

  app.get(
    `${path}/events`,
    {
      exposeHeadRoute: false,
      schema: { summary: "What the page shows, as it changes (server-sent events)", tags, params },
    },
    async (request, reply) => {
      const browser = readBrowser(request.cookies);
      const visit = browser === undefined ? undefined : { ...request.params, browser };
      const stream = visit && (await openPageStream(context, reply.raw, visit));
      if (!visit || !stream) throw new ProtocolError("not_found");
      reply.hijack();
      pool.open(reply.raw, reply.getHeaders(), stream, visit.browser);
    },
  );
}
