/**
 * The one way to the server. An answer is parsed by its schema, a refusal becomes a `ConsoleError` with the problem's code
 * (RFC 9457), and whoever listens is told that the session was used, or that there is none any more.
 */
import { fromProblem } from "@mtoken/protocol";
import * as v from "valibot";
import { ConsoleError } from "./console-error.ts";

type Query = Readonly<Record<string, string | undefined>>;

interface CallEvents {
  used(): void;
  ended(): void;
}

const listeners = new Set<CallEvents>();

/** Until what it returns is called. */
export function onCalls(events: CallEvents): () => void {
  listeners.add(events);
  return () => void listeners.delete(events);
}

export interface Asking {
  /** The page asks by itself, and nobody has done anything: it keeps no session open. */
  polls: boolean;
}

export function read<const Answer extends v.GenericSchema>(
  path: string,
  answer: Answer,
  query: Query = {},
  { polls }: Asking = { polls: false },
): Promise<v.InferOutput<Answer>> {
  return call("GET", withQuery(path, query), { answer, polls });
}

/** An act: who wants no answer gets none. */
export function act<const Answer extends v.GenericSchema>(
  path: string,
  body: object,
  answer: Answer,
): Promise<v.InferOutput<Answer>>;
export function act(path: string, body?: object): Promise<undefined>;
export function act(path: string, body?: object, answer: v.GenericSchema = v.undefined()): Promise<unknown> {
  return call("POST", path, { body, answer });
}

async function call<const Answer extends v.GenericSchema>(
  method: "GET" | "POST",
  path: string,
  { body, answer, polls = false }: { body?: object | undefined; answer: Answer; polls?: boolean },
): Promise<v.InferOutput<Answer>> {
  const response = await send(method, path, { body, polls });
  const told: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) throw refusalOf(response, told);
  if (!polls) for (const listener of listeners) listener.used();
  const parsed = v.safeParse(answer, told);
  if (!parsed.success) throw new ConsoleError("unreadable");
  return parsed.output;
}

async function send(
  method: "GET" | "POST",
  path: string,
  { body, polls }: { body: object | undefined; polls: boolean },
): Promise<Response> {
  try {
    return await fetch(path, {
      ...{ method, redirect: "error", credentials: "same-origin", cache: "no-store" },
      ...(polls && { headers: { "mtoken-poll": "1" } }),
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
  } catch (cause) {
    throw new ConsoleError("offline", { cause });
  }
}

/** What a proxy or a server that is starting says is no problem of the catalogue. */
function refusalOf({ status }: Response, told: unknown): ConsoleError {
  const problem = fromProblem(told);
  const code = problem?.code ?? (status >= 500 ? "unavailable" : "unreadable");
  if (code === "sign_in_required") for (const listener of listeners) listener.ended();
  return new ConsoleError(code, { path: problem?.details?.path });
}

function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}
