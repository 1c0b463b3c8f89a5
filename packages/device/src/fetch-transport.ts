/**
 * The way to the server by `fetch`, in browsers and in Node: one origin, no cookies, no languages, no redirects, a time
 * limit, and a limit on what an answer may hold.
 */
import { largestEnvelope } from "@mtoken/protocol";
import type { Transport, TransportAnswer } from "./ports.ts";

/** What {@link fetchTransport} takes. */
export interface FetchTransportOptions {
  /** The server origin, without a path. */
  origin: string;
  /** Milliseconds for a whole exchange; 15,000 by default. */
  timeout?: number;
  fetch?: typeof globalThis.fetch;
}

/**
 * A transport for {@link Ports}.
 *
 * @throws {TypeError} when `origin` is not an origin.
 * @example
 * const transport = fetchTransport({ origin: location.origin });
 */
export function fetchTransport({ origin, timeout = 15_000, fetch }: FetchTransportOptions): Transport {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    throw new TypeError("fetchTransport: not an origin");
  }
  const request = fetch ?? globalThis.fetch.bind(globalThis);

  async function exchange(path: string, init: RequestInit): Promise<TransportAnswer> {
    const response = await request(origin + path, {
      ...init,
      // A browser that is told nothing lists the phone's languages.
      headers: { ...init.headers, "accept-language": "*" },
      credentials: "omit",
      cache: "no-store",
      // A redirect would take the message to where nobody pinned anything.
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(timeout),
    });
    return {
      status: response.status,
      contentType: response.headers.get("content-type") ?? "",
      body: await readText(response),
    };
  }

  return {
    origin,
    get: (path) => exchange(path, { method: "GET" }),
    post: (path, body, contentType) =>
      exchange(path, { method: "POST", body, headers: { "content-type": contentType } }),
  };
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = "";
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > largestEnvelope) {
      await reader?.cancel();
      throw new RangeError("the answer is larger than any that the protocol knows");
    }
  }
  return text + decoder.decode();
}
