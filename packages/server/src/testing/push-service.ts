/**
 * A push service for tests that keeps to its RFCs: push resources that take messages (RFC 8030), only from the server that a
 * subscription was made for (RFC 8292), encrypted for who subscribed (RFC 8291, RFC 8188). It decrypts with what it keeps of
 * its subscribers, by code of its own, so that what the server sends is held against the text and not against the
 * library that made it.
 */
import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { importJWK, jwtVerify } from "jose";
import type { Clock } from "../clock.ts";

/** A message as its phone gets it. */
export interface PushedMessage {
  text: string;
  /** The whole encrypted body's length, as anybody on the way sees it. */
  length: number;
  ttl: number;
  urgency: string;
  topic: string | undefined;
}

interface Subscriber {
  keys: ECDH;
  auth: Buffer;
  /** The one sender that it takes messages from. */
  senderKey: string;
  messages: PushedMessage[];
  isGone: boolean;
}

/** What a test has the service answer instead of taking a message. */
export interface Fault {
  status: number;
  headers?: Record<string, string>;
}

export class PushService {
  readonly origin: string;
  /** Answers to come, one for each attempt, before messages are taken again. */
  readonly faults: Fault[] = [];
  /** Called when a message has arrived, before it is answered: a test may hold it back. */
  arrived: () => Promise<void> | void = () => {};
  /** Called when a message was taken, before the sender is told: a test may hold the answer back. */
  taken: () => Promise<void> | void = () => {};
  attempts = 0;
  /** Why messages were refused, for a test that fails to say so. */
  readonly refusals: string[] = [];
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #subscribers = new Map<string, Subscriber>();

  static async start(clock: Clock): Promise<PushService> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new PushService(server, clock);
  }

  private constructor(server: Server, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** What a browser's `pushManager.subscribe` gives. */
  subscribe(senderKey: string): { endpoint: string; p256dh: string; auth: string } {
    const keys = createECDH("prime256v1");
    const p256dh = keys.generateKeys().toString("base64url");
    const auth = randomBytes(16);
    const path = `/push/${randomUUID()}`;
    this.#subscribers.set(path, { keys, auth, senderKey, messages: [], isGone: false });
    return { endpoint: `${this.origin}${path}`, p256dh, auth: auth.toString("base64url") };
  }

  messagesOf({ endpoint }: { endpoint: string }): PushedMessage[] {
    return this.#subscriber(endpoint).messages;
  }

  /** The browser's user takes the permission back: RFC 8030 §7.3. */
  end({ endpoint }: { endpoint: string }): void {
    this.#subscriber(endpoint).isGone = true;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #subscriber(endpoint: string): Subscriber {
    const subscriber = this.#subscribers.get(new URL(endpoint).pathname);
    if (subscriber === undefined) throw new TypeError("there is no such subscription");
    return subscriber;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    this.attempts += 1;
    await this.arrived();
    const { status, headers = {} } = this.faults.shift() ?? (await this.#take(request, body));
    if (status === 201) await this.taken();
    response.writeHead(status, { "content-length": "0", ...headers }).end();
  }

  async #take(request: IncomingMessage, body: Buffer): Promise<Fault> {
    const subscriber = this.#subscribers.get(request.url ?? "");
    if (subscriber === undefined) return { status: 404 };
    if (subscriber.isGone) return { status: 410 };
    try {
      requireForm(request, body);
      await this.#requireSender(request, subscriber.senderKey);
      this.#keep(subscriber, request, body);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(400, String(error));
      this.refusals.push(refusal.message);
      return { status: refusal.status };
    }
    return { status: 201, headers: { location: `${this.origin}/message/${randomUUID()}` } };
  }

  /** RFC 8292 §2, §3, §4.2. */
  async #requireSender({ headers }: IncomingMessage, senderKey: string): Promise<void> {
    const { t, k } = vapidOf(headers.authorization);
    if (k !== senderKey) throw new Refusal(403, "not the key that was subscribed for");
    const point = Buffer.from(k, "base64url");
    const jwk = {
      ...{ kty: "EC", crv: "P-256" },
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    };
    const currentDate = this.#clock.now();
    const { payload } = await jwtVerify(t, await importJWK(jwk, "ES256"), {
      ...{ algorithms: ["ES256"], audience: this.origin, currentDate, requiredClaims: ["exp", "aud"] },
    }).catch((error: unknown) => {
      throw new Refusal(403, `the token: ${error}`);
    });
    const most = currentDate.getTime() / 1000 + 24 * 3600;
    if ((payload.exp ?? Number.POSITIVE_INFINITY) > most) throw new Refusal(403, "the token lives too long");
    if (!/^(mailto:|https:)/.test(payload.sub ?? "mailto:")) throw new Refusal(403, "the contact is none");
  }

  #keep(subscriber: Subscriber, { headers }: IncomingMessage, body: Buffer): void {
    const topic = headers["topic"]?.toString();
    const message = {
      text: decrypt(body, subscriber),
      length: body.length,
      ttl: Number(headers["ttl"]),
      urgency: String(headers["urgency"]),
      topic,
    };
    subscriber.messages.push(message);
  }
}

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/** RFC 8030 §5, §5.2 to §5.4, §7.2. */
function requireForm({ method, headers }: IncomingMessage, body: Buffer): void {
  if (method !== "POST") throw new Refusal(405, "not a POST");
  if (body.length > 4096) throw new Refusal(413, "too large");
  if (!/^\d+$/.test(headers["ttl"]?.toString() ?? "")) throw new Refusal(400, "no TTL");
  if (!/^(very-low|low|normal|high)$/.test(headers["urgency"]?.toString() ?? "normal"))
    throw new Refusal(400, "the urgency is none");
  if (!/^[\w-]{1,32}$/.test(headers["topic"]?.toString() ?? "none"))
    throw new Refusal(400, "the topic is none");
  if (headers["content-encoding"] !== "aes128gcm") throw new Refusal(415, "not aes128gcm");
}

function vapidOf(authorization: string | undefined): { t: string; k: string } {
  const found = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization ?? "");
  const [, t, k] = found ?? [];
  if (t === undefined || k === undefined) throw new Refusal(401, "no vapid authorization");
  return { t, k };
}

/** RFC 8291 §3.3, §3.4 and RFC 8188 §2: one record. */
function decrypt(body: Buffer, { keys, auth }: Subscriber): string {
  const salt = body.subarray(0, 16);
  const recordSize = body.readUInt32BE(16);
  const idLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + idLength);
  const record = body.subarray(21 + idLength);
  if (record.length > recordSize) throw new Refusal(400, "more than one record");
  const shared = keys.computeSecret(sender);
  const keyInfo = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync("sha256", shared, auth, keyInfo, 32));
  const derive = (info: string, length: number) =>
    Buffer.from(hkdfSync("sha256", secret, salt, Buffer.from(`Content-Encoding: ${info}\0`), length));
  const decipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = padded.lastIndexOf(2);
  if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0))
    throw new Refusal(400, "not the last record");
  return padded.subarray(0, end).toString();
}
