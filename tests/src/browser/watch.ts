/**
 * Watches everything that a browser's pages and their threads do which nobody looks at: errors on the console, breaches of a content
 * security policy, requests to anybody else's server, answers that refuse.
 */
import type { BrowserContext, ConsoleMessage, Request, Response, Worker } from "playwright-core";

const passedOver = [
  // How Chromium tells of an answer that refuses; the answer itself is noted, with its address.
  "Failed to load resource: the server responded with a status of",
  // The app forbids itself what only browsers on phones know.
  "Error with Permissions-Policy header: Unrecognized feature",
];

export class Watch {
  readonly #own: ReadonlySet<string>;
  #seen: string[] = [];

  /** `own` are the origins that pages may talk with. */
  constructor(own: Iterable<string>) {
    this.#own = new Set(own);
  }

  /** Watches all pages of a browser, those that it will open too. `whose` begins each line about it. */
  async follow(context: BrowserContext, whose: string): Promise<void> {
    const note = (line: string): void => void this.#seen.push(`${whose}: ${line}`);
    context.on("console", (message) => noteConsole(message, note));
    context.on("weberror", (error) => note(`uncaught ${String(error.error())}`));
    context.on("request", (request) => this.#noteRequest(request, note));
    context.on("response", (response) => noteRefusal(response, note));
    context.on("page", (page) => page.on("worker", followThread));
    for (const page of context.pages()) page.on("worker", followThread);
    context.on("serviceworker", followThread);
    await context.addInitScript(reportViolations);
  }

  /** What was seen since the last time, in the order that it happened. Each kind of refusal is told once. */
  take(): string[] {
    const seen = this.#seen;
    this.#seen = [];
    return seen;
  }

  /** The same but for refusals by the server, where these are what is tested. */
  takeButRefusals(): string[] {
    return this.take().filter((line) => !/: [45]\d\d (GET|POST) /.test(line));
  }

  /** Of what may have been seen by now, or not: which of two came first is nobody's to say. */
  passOver(line: string): void {
    this.#seen = this.#seen.filter((seen) => seen !== line);
  }

  #noteRequest(request: Request, note: (line: string) => void): void {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:" && !this.#own.has(origin)) {
      note(`a request to ${request.url()}`);
    }
  }
}

function noteConsole(message: ConsoleMessage, note: (line: string) => void): void {
  const text = message.text();
  const isTrouble = message.type() === "error" || message.type() === "warning";
  if (isTrouble && !passedOver.some((start) => text.startsWith(start))) note(`${message.type()} ${text}`);
}

/** With ids out of the address, so that a test can say what it expects. */
function noteRefusal(response: Response, note: (line: string) => void): void {
  if (response.status() < 400) return;
  const path = new URL(response.url()).pathname.replace(/[a-z]{3}_[^/]+/g, "…");
  note(`${response.status()} ${response.request().method()} ${path}`);
}

/** A thread has a policy of its own, and begins before anybody can listen: its reports are kept for who comes later. One that has ended does nothing any more. */
function followThread(thread: Worker): void {
  thread.evaluate(reportAll).catch(() => undefined);
}

/** Runs in threads. */
function reportAll(): void {
  const report = (reports: unknown): void => {
    for (const { body } of reports as { body: Record<string, unknown> }[])
      console.error(
        `policy violation: ${body["effectiveDirective"]} ${body["blockedURL"]} ${body["sample"]}`,
      );
  };
  new ReportingObserver(report, { types: ["csp-violation"], buffered: true }).observe();
}

/** Runs in every page, before its own scripts. */
function reportViolations(): void {
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
    console.error(`policy violation: ${violatedDirective} ${blockedURI} ${sample}`),
  );
}
