/** How mails leave, as an operator sets it (docs/operate.md). */
import { mailAddressSchema } from "@mtoken/protocol/people";
import * as v from "valibot";
import { isLoopback } from "./loopback.ts";
import { ConfigError, type Environment, readPem, readText } from "./read-environment.ts";

/** The mail server that takes our mails. */
export interface MailConfig {
  host: string;
  port: number;
  /** TLS from the first byte, TLS before anything is said, or none: that only to this machine itself. */
  security: "tls" | "starttls" | "none";
  credentials?: { user: string; password: string };
  /** PEM of who signed the mail server's certificate, where that is nobody whom Node trusts already. */
  ca?: string;
  from: { name: string; address: string };
}

const mailVariables = ["MTOKEN_SMTP_URL", "MTOKEN_SMTP_FROM", "MTOKEN_SMTP_CA"] as const;

export function readMail(environment: Environment): MailConfig | undefined {
  const [url, from, ca] = mailVariables.map((name) => readText(environment, name));
  if (url === undefined && from === undefined && ca === undefined) return undefined;
  if (url === undefined || from === undefined)
    throw new ConfigError("Mail needs both MTOKEN_SMTP_URL and MTOKEN_SMTP_FROM: only one of them is set.");
  return {
    ...readMailServer(url),
    from: readSender(from),
    ...(ca !== undefined && { ca: readPem("MTOKEN_SMTP_CA", ca) }),
  };
}

/** The value itself may hold a password, so no sentence repeats it. */
function readMailServer(text: string): Omit<MailConfig, "from" | "ca"> {
  const wrong = new ConfigError(
    "MTOKEN_SMTP_URL must be an address like smtps://user:password@mail.example.com or smtp://user:password@mail.example.com:587, with signs such as @ or / in the password written as %40 or %2F.",
  );
  if (!URL.canParse(text)) throw wrong;
  const url = new URL(text);
  const { protocol, hostname, pathname, search, hash } = url;
  const isAddress = (protocol === "smtp:" || protocol === "smtps:") && hostname !== "";
  if (!isAddress || (pathname !== "" && pathname !== "/") || search !== "" || hash !== "") throw wrong;
  const [user, password] = [url.username, url.password].map(decodePart);
  if (user === undefined || password === undefined || (user === "") !== (password === "")) throw wrong;
  const isHere = isLoopback(hostname);
  const security = protocol === "smtps:" ? "tls" : isHere ? "none" : "starttls";
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? { tls: 465, starttls: 587, none: 25 }[security] : Number(url.port),
    security,
    ...(user !== "" && { credentials: { user, password } }),
  };
}

function decodePart(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** `notices@example.com`, or with a name before it. */
function readSender(text: string): MailConfig["from"] {
  const [, name = "", inBrackets] = /^"?([^"<>\p{Cc}]*?)"?\s*<([^<>]*)>$/u.exec(text) ?? [];
  const address = inBrackets ?? text;
  if (v.is(mailAddressSchema, address)) return { name, address };
  throw new ConfigError(
    `MTOKEN_SMTP_FROM must be an address like notices@example.com, or like Example Bank <notices@example.com>, and "${text}" is neither.`,
  );
}
