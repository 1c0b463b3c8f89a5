/** The mailbox page's calls. A mail's HTML is a document of its own, without scripts, an origin, or anything from elsewhere. */
import { ProtocolError, parseWith } from "@mtoken/protocol";
import type { FastifyInstance } from "fastify";
import * as v from "valibot";
import type { MailSink } from "./mail-sink.ts";

export interface Mailbox {
  mails: MailSink;
}

const parametersSchema = v.object({ mail: v.pipe(v.string(), v.uuid()) });

/** Links open in a tab of their own, as a mail program opens them. */
const policy = [
  "sandbox allow-popups allow-popups-to-escape-sandbox",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

export function mailboxRoutes(app: FastifyInstance, { mails }: Mailbox): void {
  app.get("/api/mails", async () => mails.list().map(({ html: _html, ...mail }) => mail));

  app.get("/api/mails/:mail/html", async (request, reply) => {
    const { mail: id } = parseWith(parametersSchema, request.params);
    const mail = mails.find(id);
    if (mail === undefined) throw new ProtocolError("not_found");
    reply.header("content-security-policy", policy).type("text/html; charset=utf-8");
    return mail.html.replace("<head>", '<head><base target="_blank">');
  });
}
