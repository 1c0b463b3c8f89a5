/** A real SMTP server for tests, plain, with STARTTLS or with TLS, that can refuse, be away, or hold its answer back. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { MailConfig } from "../mail-config.ts";

export interface Certificate {
  cert: string;
  key: string;
}

/** A mail as it arrived. */
export interface ArrivedMail extends Email {
  raw: string;
  /** Whom the envelope named. */
  recipients: string[];
  isEncrypted: boolean;
  user: string | undefined;
}

/** What it answers instead, once. */
export interface MailFault {
  at: "MAIL FROM" | "RCPT TO" | "DATA" | "greeting";
  status: number;
}

export class MailServer {
  /** Answers to come, one for each mail. */
  readonly faults: MailFault[] = [];
  readonly mails: ArrivedMail[] = [];
  /** Called when a mail was taken, before the sender is told. */
  taken: () => Promise<void> | void = () => {};
  connections = 0;
  readonly #options: SMTPServerOptions;
  #server: SMTPServer;
  #port = 0;

  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(options);
    await server.comeBack();
    return server;
  }

  private constructor(options: SMTPServerOptions) {
    this.#options = options;
    this.#server = this.#make();
  }

  get port(): number {
    return this.#port;
  }

  /** How a server reaches it. */
  config(more: Partial<MailConfig> = {}): MailConfig {
    const from = { name: "Example Bank", address: "notices@bank.example" };
    return { host: "localhost", port: this.#port, security: "none", from, ...more };
  }

  /** Nothing answers at its port until it comes back. */
  async goAway(): Promise<void> {
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  async comeBack(): Promise<void> {
    this.#server = this.#make();
    const { server } = this.#server;
    server.listen(this.#port, "localhost");
    await once(server, "listening");
    this.#port = (server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return this.goAway();
  }

  #fault(at: MailFault["at"]): Error | undefined {
    if (this.faults[0]?.at !== at) return undefined;
    const { status } = this.faults.shift() ?? { status: 500 };
    // What it says besides is the server's own and may name the address.
    return Object.assign(new Error("no, secret@example.com"), { responseCode: status });
  }

  #make(): SMTPServer {
    const server = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ["STARTTLS"], logger: false, disableReverseLookup: true },
      ...this.#options,
      onConnect: (_session, done) => {
        this.connections += 1;
        done(this.#fault("greeting"));
      },
      onMailFrom: (_address, _session, done) => done(this.#fault("MAIL FROM")),
      onRcptTo: (_address, _session, done) => done(this.#fault("RCPT TO")),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", async () => {
          const fault = this.#fault("DATA");
          if (fault) return done(fault);
          const raw = Buffer.concat(chunks).toString("utf8");
          this.mails.push({
            ...(await PostalMime.parse(raw)),
            raw,
            recipients: session.envelope.rcptTo.map(({ address }) => address),
            isEncrypted: session.secure,
            user: typeof session.user === "string" ? session.user : undefined,
          });
          await this.taken();
          done();
        });
      },
    });
    // A client that refuses our certificate ends the connection in its own way.
    server.on("error", () => {});
    return server;
  }
}

/** A certificate of a test's own for localhost; null where there is no openssl. */
export function makeCertificate(): Certificate | null {
  const folder = mkdtempSync(join(tmpdir(), "mtoken-mail-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"];
  try {
    execFileSync("openssl", [...words, ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
