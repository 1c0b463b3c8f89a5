/**
 * One push message to one push service: encrypted for the phone (RFC 8291), signed by this server's key (RFC 8292), sent as RFC
 * 8030 has it. Every message is the same: that something waits, and not what, for whom, or from where. What the
 * service answers, besides its status and when to come back, is neither kept nor shown.
 */
import { once } from "node:events";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import webPush from "web-push";
import { later, toNumericDate } from "../clock.ts";
import type { Config } from "../config.ts";
import type { DeliveryTopic } from "../database/tables.ts";
import { ForbiddenAddress, isEndpointAllowed, publicLookup } from "./push-endpoint.ts";
import type { PushKeyPair } from "./push-keys.ts";
import type { SealedSubscription } from "./subscribe-push.ts";

/** The whole of what is told, always of the same length: the phone asks its server for the rest. */
const content = "waiting";
/** How long a push service may take, in milliseconds. */
const timeLimit = 10_000;
/** A signature for a push service is good for so long; RFC 8292 §2 allows 24 hours. */
const signatureSeconds = 3600;

export interface PushMessage {
  subscription: SealedSubscription;
  key: PushKeyPair;
  /** One that waits at the push service is replaced by the next of its topic. */
  topic: DeliveryTopic;
  /** Until when the push service keeps it for a phone that is away. */
  until: Date;
  at: Date;
}

export type PushOutcome =
  | { kind: "accepted" }
  /** The phone, or its browser, takes no messages there any more (RFC 8030 §7.3). */
  | { kind: "gone" }
  /** It may go well later. */
  | { kind: "failed"; failure: string; retryAfter: string | undefined }
  /** It will never go well. */
  | { kind: "refused"; failure: string };

/** Sends push messages over connections that stay open for the next ones. */
export class PushSender {
  readonly #config: Config["push"];
  readonly #agents = {
    // Strangers' endpoints and the operator's own never share a connection.
    own: { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) },
    public: new HttpsAgent({ keepAlive: true, lookup: publicLookup }),
  };

  constructor(config: Config["push"]) {
    this.#config = config;
  }

  async send(message: PushMessage): Promise<PushOutcome> {
    // Asked again, since the operator may have changed his mind since it was subscribed.
    const { endpoint } = message.subscription;
    if (!isEndpointAllowed(endpoint, this.#config.origins))
      return { kind: "refused", failure: "the endpoint is not allowed" };
    try {
      const { status, retryAfter } = await this.#post(endpoint, this.#sealed(message));
      return outcomeOf(status, retryAfter);
    } catch (error) {
      return { kind: "failed", failure: failureOf(error), retryAfter: undefined };
    }
  }

  close(): void {
    const { own, public: strangers } = this.#agents;
    for (const agent of [own.http, own.https, strangers]) agent.destroy();
  }

  #sealed({ subscription, key, topic, until, at }: PushMessage) {
    const { endpoint, p256dh, auth } = subscription;
    const encoding = "aes128gcm";
    const { cipherText } = webPush.encrypt(p256dh, auth, content, encoding);
    const { Authorization } = webPush.getVapidHeaders(
      new URL(endpoint).origin,
      this.#config.contact,
      key.publicKey,
      key.privateKey,
      encoding,
      toNumericDate(later(at, signatureSeconds)),
    );
    const seconds = Math.max(0, Math.ceil((until.getTime() - at.getTime()) / 1000));
    return {
      headers: {
        Authorization,
        TTL: String(seconds),
        // A phone that saves its battery shall wake: somebody waits at a computer, or has to know at once.
        Urgency: "high",
        Topic: topic,
        "Content-Encoding": encoding,
        "Content-Type": "application/octet-stream",
        "Content-Length": String(cipherText.length),
      },
      body: cipherText,
    };
  }

  async #post(
    endpoint: string,
    { headers, body }: { headers: Record<string, string>; body: Buffer },
  ): Promise<{ status: number; retryAfter: string | undefined }> {
    const signal = AbortSignal.timeout(timeLimit);
    const { own, public: strangers } = this.#agents;
    const isOwn = this.#config.origins.includes(new URL(endpoint).origin);
    const options = { method: "POST", headers, signal };
    const sending = endpoint.startsWith("https:")
      ? httpsRequest(endpoint, { ...options, agent: isOwn ? own.https : strangers })
      : httpRequest(endpoint, { ...options, agent: own.http });
    sending.end(body);
    // A redirect is an answer like any other: it is not followed.
    const [response]: [IncomingMessage] = (await once(sending, "response", { signal })) as [IncomingMessage];
    const { statusCode = 0, headers: answered } = response;
    const length = Number(answered["content-length"] ?? Number.NaN);
    // What is short is passed over, so that the connection can be used again; anything else ends with it.
    if (length <= shortAnswer) response.on("error", () => {}).resume();
    else response.destroy();
    return { status: statusCode, retryAfter: answered["retry-after"] };
  }
}

const shortAnswer = 4096;

/** Statuses of a push service that may be others later: its overload, and what is wrong with our clock or key. */
const passing: readonly number[] = [401, 403, 408, 425, 429];

function outcomeOf(status: number, retryAfter: string | undefined): PushOutcome {
  if (status >= 200 && status < 300) return { kind: "accepted" };
  if (status === 404 || status === 410) return { kind: "gone" };
  const failure = `status ${status}`;
  if (status >= 500 || passing.includes(status)) return { kind: "failed", failure, retryAfter };
  return { kind: "refused", failure };
}

/** A word for the operator; never the endpoint, which is the phone's. */
function failureOf(error: unknown): string {
  if (error instanceof ForbiddenAddress) return "the endpoint's address is not public";
  if (!(error instanceof Error)) return "failed";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "no answer in time";
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return code !== undefined && /^[A-Z_0-9]{2,40}$/.test(code) ? code : "failed";
}
