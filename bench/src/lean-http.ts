/** HTTP as cheap as Node has it, for the phones of the bench: they share the machine with the server that they measure. */
import type { OutgoingHttpHeaders } from "node:http";
import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 1000 });

/** Sends a message and gives the answer's text; anything but 200 is an error. */
export function postMessage(url: string, message: string): Promise<string> {
  const headers = { "content-type": "application/jose", "content-length": Buffer.byteLength(message) };
  return exchange(url, { method: "POST", headers, body: message });
}

export function getText(url: string): Promise<string> {
  return exchange(url, { method: "GET", headers: {}, body: "" });
}

interface Outgoing {
  method: "GET" | "POST";
  headers: OutgoingHttpHeaders;
  body: string;
}

function exchange(url: string, { method, headers, body }: Outgoing): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${new URL(url).pathname} was answered ${response.statusCode}: ${text}`));
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
