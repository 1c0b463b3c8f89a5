/** Server-sent events over a true connection, read one by one. */

interface StreamEvent {
  name: string;
  data: Record<string, unknown>;
}

export interface OpenEvents {
  status: number;
  headers: Headers;
  /** The next event; undefined when the server has ended the stream. */
  next(): Promise<StreamEvent | undefined>;
  /** The next event of this name, past all others. */
  nextOf(name: string): Promise<Record<string, unknown>>;
  leave(): void;
}

export async function openEvents(address: URL, headers: Record<string, string>): Promise<OpenEvents> {
  const abort = new AbortController();
  const response = await fetch(address, { headers, signal: abort.signal });
  const blocks = readBlocks(response);
  async function next(): Promise<StreamEvent | undefined> {
    for (;;) {
      const { value, done } = await blocks.next();
      if (done) return undefined;
      const event = parseBlock(value);
      if (event) return event;
    }
  }
  async function nextOf(name: string): Promise<Record<string, unknown>> {
    for (;;) {
      const event = await next();
      if (event === undefined) throw new Error(`the events ended before a ${name}`);
      if (event.name === name) return event.data;
    }
  }
  return { status: response.status, headers: response.headers, next, nextOf, leave: () => abort.abort() };
}

async function* readBlocks(response: Response): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    yield* blocks;
  }
}

/** Undefined for a comment, which keeps the connection alive and says nothing. */
function parseBlock(block: string): StreamEvent | undefined {
  const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
  return name === undefined || data === undefined ? undefined : { name, data: JSON.parse(data) };
}
