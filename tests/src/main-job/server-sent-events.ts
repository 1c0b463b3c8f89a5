/** Server-sent events as they arrive, their data parsed as JSON. */
export async function* serverSentEvents(
  address: URL,
  cookie: string,
  signal: AbortSignal,
): AsyncGenerator<{ event: string; data: unknown }, undefined> {
  const response = await fetch(address, { headers: { accept: "text/event-stream", cookie }, signal });
  if (!response.ok || response.body === null) throw new Error(`${address}: ${await response.text()}`);
  let rest = "";
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + part).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = new Map(block.split("\n").map((line) => splitField(line)));
      const data = fields.get("data");
      if (data !== undefined) yield { event: fields.get("event") ?? "message", data: JSON.parse(data) };
    }
  }
}

function splitField(line: string): [string, string] {
  const at = line.indexOf(":");
  return [line.slice(0, at), line.slice(at + 1).trimStart()];
}
