/** The measured process's side of the bench's calls (measured-process.ts): each is answered, and the process ends with the bench. */
import type { AnswerMessage, CallMessage, CallTable } from "./measured-process.ts";

export function answerCalls<Calls extends CallTable<Calls>>(calls: Calls): void {
  process.on("message", (message: CallMessage) => void answer(calls, message));
  process.on("disconnect", () => process.exit());
}

async function answer<Calls extends CallTable<Calls>>(
  calls: Calls,
  { id, method, params }: CallMessage,
): Promise<void> {
  // The bench's own side types both halves: `MeasuredProcess.call`.
  const call = calls[method as keyof Calls] as unknown as (params: unknown) => Promise<unknown>;
  const outcome: AnswerMessage = await call(params).then(
    (result) => ({ id, result }),
    (error: unknown) => ({
      id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }),
  );
  process.send?.(outcome);
}
