/**
 * A request as it changes, by the server's events (docs/protocol.md §8), for as long as it takes: the events end with each access token,
 * and with a server that stops, and are asked for again.
 */
import type { RequestId, RequestInfo } from "@mtoken/protocol";
import { ProtocolError, parseWith, requestInfoSchema } from "@mtoken/protocol";
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { ApiConnection } from "./api-connection.ts";
import { type ApiPath, apiPath } from "./api-path.ts";

/** How long somebody follows. */
export interface FollowOptions {
  /** Ends it: with the portal's own session, or with the portal. */
  signal?: AbortSignal;
}

/** The server says something every 15 seconds; who has heard nothing for this long listens to nobody. */
const silenceMilliseconds = 60_000;
/** Some four minutes, all in all: then whoever follows has to know that they hear of nothing. */
const waitsMilliseconds = [1_000, 2_000, 4_000, 8_000, 15_000, ...Array.from({ length: 7 }, () => 30_000)];

/** Each state once, the present one first; ends with the last one. */
export async function* followRequest(
  api: ApiConnection,
  request: RequestId,
  { signal = new AbortController().signal, waits = waitsMilliseconds }: FollowOptions & { waits?: number[] },
): AsyncGenerator<RequestInfo, undefined> {
  const path = apiPath`/v1/requests/${request}/events`;
  let told = "";
  let failures = 0;
  for (;;) {
    try {
      for await (const info of eventsOf(api, path, signal)) {
        failures = 0;
        const text = JSON.stringify(info);
        if (text !== told) yield info;
        told = text;
        if (isOver(info)) return;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (isForGood(error) || failures >= waits.length) throw error;
    }
    await pause(waits[failures] ?? 0, signal);
    failures += 1;
  }
}

async function* eventsOf(
  api: ApiConnection,
  path: ApiPath,
  signal: AbortSignal,
): AsyncGenerator<RequestInfo, undefined> {
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  let timer = setTimeout(() => silence.abort(), silenceMilliseconds);
  const heard = new TransformStream<string, string>({
    transform(chunk, stream) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceMilliseconds);
      stream.enqueue(chunk);
    },
  });
  try {
    const { body } = await api.request({ method: "GET", path, signal: either });
    if (body === null) return;
    const events = body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(heard)
      .pipeThrough(new EventSourceParserStream());
    for await (const { event, data } of events) {
      if (event === "state") yield parseWith(requestInfoSchema, JSON.parse(data));
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

/** Nothing comes after it. A sign-in that was redeemed is followed until it is over. */
function isOver({ kind, status, ended }: RequestInfo): boolean {
  switch (status) {
    case "waiting":
    case "claimed":
      return false;
    case "approved":
      return kind === "signature";
    case "redeemed":
      return ended !== undefined;
    case "refused":
    case "expired":
    case "withdrawn":
      return true;
  }
}

/** What asking again does not mend. An access token that has ended is replaced by the next call. */
function isForGood(error: unknown): boolean {
  if (!(error instanceof ProtocolError)) return false;
  return !["client_refused", "rate_limited", "unavailable"].includes(error.code);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    // The events may have ended in the moment in which it was aborted: that is told to nobody again.
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
