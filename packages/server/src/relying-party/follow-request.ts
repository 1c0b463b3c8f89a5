/** Where a request stands, for the relying party that made it: asked for, and as events. */
import type { ServerResponse } from "node:http";
import type { ClientId, RequestId, RequestInfo } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { LiveStream } from "../request/live-stream.ts";
import { isFinal, presentStatus } from "../request/present-status.ts";
import type { LockedRequest } from "../request/store.ts";
import { findRequestOfClient } from "../request/store.ts";
import type { Caller } from "./access-token.ts";

export interface OwnRequest {
  client: ClientId;
  request: RequestId;
}

export async function followRequest(context: Context, own: OwnRequest): Promise<RequestInfo> {
  const request = await findRequestOfClient(context.database.kysely, own);
  if (request === undefined) throw new ProtocolError("not_found");
  return infoOf(request, context.clock.now());
}

export function infoOf(request: LockedRequest, now: Date): RequestInfo {
  return {
    request: request.id,
    kind: request.kind,
    status: presentStatus(request, now),
    ...(request.decided_at && { decided_at: toNumericDate(request.decided_at) }),
    ...(request.reason && { reason: request.reason }),
    ...(request.ended_at &&
      request.end_reason && { ended: { at: toNumericDate(request.ended_at), reason: request.end_reason } }),
  };
}

/** Ends after the last state, and with the access token that opened it. A sign-in that was redeemed is followed until it is over. */
export class RequestStream extends LiveStream {
  readonly #context: Context;
  readonly #own: OwnRequest;
  readonly #unsubscribe: () => void;
  #expiresAt = Number.POSITIVE_INFINITY;
  readonly #tokenEnds: number;

  constructor(
    context: Context,
    response: ServerResponse,
    { caller, request }: { caller: Caller; request: RequestId },
  ) {
    super(context, response);
    this.#context = context;
    this.#own = { client: caller.client, request };
    this.#tokenEnds = caller.expiresAt.getTime();
    this.#unsubscribe = context.events.subscribe(`request:${request}`, () => void this.refresh());
  }

  protected override async load(): Promise<void> {
    const request = await findRequestOfClient(this.#context.database.kysely, this.#own);
    if (request === undefined) return this.end();
    const now = this.#context.clock.now();
    const info = infoOf(request, now);
    const isDecided = isFinal(request.kind, info.status);
    this.#expiresAt = isDecided ? Number.POSITIVE_INFINITY : request.expires_at.getTime();
    this.sendState(info, now.getTime());
    if (isDecided && (info.status !== "redeemed" || info.ended !== undefined)) this.end();
  }

  override beat(now: number): void {
    if (now >= this.#tokenEnds) this.end();
    else if (now >= this.#expiresAt) void this.refresh();
    else this.keepAlive(now);
  }

  override release(): void {
    this.#unsubscribe();
  }
}
