/** What goes wrong between a phone and its server: answers lost, replayed, forged, changed. */
import type { TokenType } from "@mtoken/protocol";
import { fromB64, fromUtf8 } from "@mtoken/protocol";
import type { TransportAnswer } from "../ports.ts";
import type { Exchange, TestServer } from "./test-server.ts";
import { jose } from "./test-server.ts";

/** Which exchange is meant. */
export type Which = (exchange: Exchange) => boolean;

export const isOffer: Which = ({ path, body }) => path.startsWith("/v1/activations/") && body === "";
export const isRegistration: Which = ({ path, body }) => path.startsWith("/v1/activations/") && body !== "";
export const isMessage1: Which = ({ path }) => path === "/v1/handshakes";
export const isMessage3: Which = ({ path }) => path.startsWith("/v1/handshakes/");
export const isCall: Which = ({ path }) => path === "/v1/calls";

/** Answers one kind of exchange in the server's place. */
export function answerInstead(
  server: TestServer,
  which: Which,
  answer: (exchange: Exchange) => Promise<TransportAnswer>,
): void {
  server.intercept = (exchange) => (which(exchange) ? answer(exchange) : exchange.forward());
}

/** The message never arrives. */
export function loseMessages(server: TestServer, which: Which): void {
  answerInstead(server, which, () => Promise.reject(new Error("no network")));
}

/** The message arrives and is acted upon, and the answer is lost. */
export function loseAnswers(server: TestServer, which: Which): void {
  answerInstead(server, which, async (exchange) => {
    await exchange.forward();
    throw new Error("no network");
  });
}

/** What a token says, whoever signed it. */
export function membersOf(token: string): Record<string, unknown> {
  const [, payload = ""] = token.split(".");
  return JSON.parse(fromUtf8(fromB64(payload)));
}

/** Lets the server answer, and changes what its token says, under a genuine signature. */
export function changeToken(
  server: TestServer,
  options: { which: Which; typ: TokenType; change: (members: Record<string, unknown>) => object },
): void {
  answerInstead(server, options.which, async (exchange) => {
    const answer = await exchange.forward();
    return jose(await server.sign(options.typ, options.change(membersOf(answer.body))));
  });
}
