/** Calls of the demonstration's own server: JSON in and out, parsed once, and every refusal as a coded error. */
import { fromProblem } from "@mtoken/protocol";
import * as v from "valibot";

/** The server did not answer, or not in a form that this page knows: it was stopped, or is another version. */
class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

export interface Call<T> {
  path: string;
  /** Makes it a POST. */
  body?: object;
  schema: v.GenericSchema<unknown, T>;
  signal?: AbortSignal;
}

/**
 * @throws {ProtocolError} what the server refuses.
 * @throws {UnreachableError} when it doesn't answer.
 */
export async function call<T>({ path, body, schema, signal }: Call<T>): Promise<T> {
  const response = await send(path, {
    ...(body !== undefined && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
    ...(signal !== undefined && { signal }),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw fromProblem(answer) ?? new UnreachableError(`${path} answered ${response.status}`);
  const parsed = v.safeParse(schema, answer);
  if (!parsed.success) throw new UnreachableError(`${path} answered in an unknown form`);
  return parsed.output;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    throw new UnreachableError(`${path} was not answered`, { cause });
  }
}

/** For answers that say nothing but that it is done. */
export const doneSchema = v.object({});
