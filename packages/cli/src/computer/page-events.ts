/** The page's server-sent events, read as the page reads them: states and QR frames, nothing else. */
import type { PageFrame, PageState } from "@mtoken/protocol";
import { fromProblem, pageFrameSchema, pageStateSchema, parseWith } from "@mtoken/protocol";
import { EventSourceParserStream } from "eventsource-parser/stream";

/** One event of the page. */
export type PageEvent = { name: "state"; state: PageState } | { name: "frame"; frame: PageFrame };

/** The events of an open answer, until it ends. */
export async function* readPageEvents(response: Response): AsyncGenerator<PageEvent, undefined> {
  if (!response.ok || response.body === null) {
    throw fromProblem(await response.json()) ?? new Error(`The events were answered ${response.status}.`);
  }
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) {
    if (event === "state") yield { name: "state", state: parseWith(pageStateSchema, JSON.parse(data)) };
    if (event === "frame") yield { name: "frame", frame: parseWith(pageFrameSchema, JSON.parse(data)) };
  }
}
