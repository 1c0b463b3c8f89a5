/**
 * One mail to the operator's mail server (RFC 5321), over TLS wherever that is another machine. What the server answers, besides
 * its status, is neither kept nor shown: it may repeat the address.
 */
import type { Mail } from "@mtoken/mail";
import { mailAddressSchema } from "@mtoken/protocol/people";
import { createTransport } from "nodemailer";
import * as v from "valibot";
import type { Config } from "../config.ts";
import type { MailConfig } from "../mail-config.ts";

/** How long one mail may take, in milliseconds, from the first connection to the last answer. */
const timeLimit = 30_000;
/** How long the mail server may take to be reached, to greet, or to answer. */
const answerLimit = 10_000;

export interface SentMail {
  /** The delivery: a repeat has the same, so that who gets it twice can tell. */
  id: string;
  to: string;
  at: Date;
  mail: Mail;
}

export type MailOutcome =
  | { kind: "accepted" }
  /** It may go well later. */
  | { kind: "failed"; failure: string }
  /** Nor would any other mail be taken now: the mail server is away, or does not take mails from us. */
  | { kind: "unreachable"; failure: string }
  /** It will never go well. */
  | { kind: "refused"; failure: string };

/** Each mail has a connection of its own: what one has broken is not the next one's. */
export class MailSender {
  readonly #from: MailConfig["from"];
  readonly #transport: ReturnType<typeof transportOf>;

  constructor(mail: MailConfig, { serverOrigin }: Pick<Config, "serverOrigin">) {
    this.#from = mail.from;
    this.#transport = transportOf(mail, new URL(serverOrigin).hostname);
  }

  async send({ id, to, at, mail }: SentMail): Promise<MailOutcome> {
    // Asked again: an address that is a list, or a header, never leaves.
    if (!v.is(mailAddressSchema, to)) return { kind: "refused", failure: "the address is none" };
    const { name, address } = this.#from;
    const domain = address.slice(address.lastIndexOf("@") + 1);
    try {
      await this.#transport.sendMail({
        ...mail,
        from: { name, address },
        to: { name: "", address: to },
        envelope: { from: address, to: [to] },
        messageId: `<${id}@${domain}>`,
        date: at,
        // No out-of-office answers (RFC 3834 §5).
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: AbortSignal.timeout(timeLimit),
      });
      return { kind: "accepted" };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  close(): void {
    this.#transport.close();
  }
}

function transportOf({ host, port, security, credentials, ca }: MailConfig, name: string) {
  return createTransport({
    ...{ host, port, name, secure: security === "tls" },
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    tls: { minVersion: "TLSv1.2", ...(ca !== undefined && { ca }) },
    ...(credentials && { auth: { user: credentials.user, pass: credentials.password }, forceAuth: true }),
    ...{ connectionTimeout: answerLimit, greetingTimeout: answerLimit, dnsTimeout: answerLimit },
    socketTimeout: answerLimit,
    logger: false,
  });
}

/** From who it is sent is the same for all mails, so only what is said of the recipient or of the content is one mail's own. */
const aboutOne: readonly unknown[] = ["RCPT TO", "DATA"];

function outcomeOf(error: unknown): MailOutcome {
  if (!(error instanceof Error)) return { kind: "unreachable", failure: "failed" };
  const { responseCode, command, code } = error as Error & Record<string, unknown>;
  if (typeof responseCode !== "number") {
    const word = typeof code === "string" && /^[A-Z_0-9]{2,40}$/.test(code) ? code : "failed";
    return { kind: "unreachable", failure: word };
  }
  // The service goes away (RFC 5321 §3.8), or whatever is wrong is wrong with us.
  const failure = `status ${responseCode}`;
  if (!aboutOne.includes(command) || responseCode === 421) return { kind: "unreachable", failure };
  return { kind: responseCode >= 500 ? "refused" : "failed", failure };
}
