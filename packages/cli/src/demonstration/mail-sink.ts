/** The demonstration's mail server: it takes every mail, passes none on, and keeps the last ones in memory for the mailbox page. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { MailConfig } from "@mtoken/server";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

/** More than anybody reads here. */
const mostKept = 200;
const mostBytes = 1_000_000;

export interface SunkMail {
  id: string;
  to: string;
  subject: string;
  /** NumericDate. */
  at: number;
  text: string;
  html: string;
}

export class MailSink {
  readonly #server: SMTPServer;
  #mails: readonly SunkMail[] = [];
  #port = 0;

  /** On this machine alone, at whichever port is free. */
  static async start(): Promise<MailSink> {
    const sink = new MailSink();
    const { server } = sink.#server;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    sink.#port = (server.address() as AddressInfo).port;
    return sink;
  }

  private constructor() {
    this.#server = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ["AUTH", "STARTTLS"], disableReverseLookup: true },
      ...{ logger: false, size: mostBytes },
      onData: async (stream, session, done) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of stream) chunks.push(chunk);
          const to = session.envelope.rcptTo.map(({ address }) => address).join(", ");
          await this.#keep(to, Buffer.concat(chunks));
          done();
        } catch (error) {
          done(error instanceof Error ? error : new Error("The mail could not be read"));
        }
      },
    });
    this.#server.on("error", () => {});
  }

  get config(): MailConfig {
    const from = { name: "mtoken demonstration", address: "mtoken@example.com" };
    return { host: "127.0.0.1", port: this.#port, security: "none", from };
  }

  /** The newest first. */
  list(): readonly SunkMail[] {
    return this.#mails;
  }

  find(id: string): SunkMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  close(): Promise<void> {
    return new Promise((done) => this.#server.close(() => done()));
  }

  async #keep(to: string, raw: Buffer): Promise<void> {
    const { subject = "", text = "", html = "", date } = await PostalMime.parse(raw);
    const at = Math.floor((date === undefined ? Date.now() : Date.parse(date)) / 1000);
    this.#mails = [{ id: randomUUID(), to, subject, at, text, html }, ...this.#mails].slice(0, mostKept);
  }
}
