/**
 * What an operator sets, read once from the environment; docs/operate.md lists the variables. Plain HTTP has two exceptions, which are
 * held here: this machine itself, and a proxy that ends TLS.
 */
import { isIP } from "node:net";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { type MailLanguage, mailLanguages } from "@mtoken/mail";
import { isDeskPhone } from "@mtoken/protocol";
import { isLoopback } from "./loopback.ts";
import { type MailConfig, readMail } from "./mail-config.ts";
import {
  ConfigError,
  type Environment,
  readChoice,
  readInteger,
  readOrigin,
  readOrigins,
  readPem,
  readText,
} from "./read-environment.ts";

export type LogLevel = "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
export type KeyBits = 2048 | 3072 | 4096;

export interface Listen {
  host: string;
  port: number;
}

export interface Config {
  /** What the phone pins: the phone app and all its calls. */
  serverOrigin: string;
  /** The sign-in page and the relying parties' API. */
  signInOrigin: string;
  /** The console, and its API. */
  consoleOrigin: string;
  listen: { server: Listen; signIn: Listen; console: Listen };
  /** Where the embedded database, its lock and the pepper lie; `memory` keeps the database in memory. */
  dataDirectory: string;
  databaseUrl?: string;
  /** Connections to PostgreSQL that one process may hold. */
  databaseConnections: number;
  pepperFile: string;
  tls?: { cert: string; key: string };
  /** Addresses or networks whose X-Forwarded-* headers are believed. */
  trustedProxy?: string[];
  srpBits: KeyBits;
  /** Threads for SRP's exponentiations. */
  srpThreads: number;
  rsaBits: KeyBits;
  typedCode: "known-computers" | "any-computer";
  /** How long a computer stays known that nobody uses. */
  knownComputerDays: number;
  /** Wrong mPINs within a year that block a device, whatever was right in between. */
  wrongProofsPerYear: number;
  /** How long the evidence of a sign-in is kept; that of a signature is for ever. */
  signInEvidenceDays: number;
  /** How long an invitation lives, in seconds. */
  invitationSeconds: number;
  /** Requests per address and minute before 429. */
  requestsPerMinute: number;
  /** From which delay of the event loop on requests are refused with 503; 0 never refuses. */
  overloadMilliseconds: number;
  /** Push messages to phones. */
  push: {
    enabled: boolean;
    /** Whom a push service writes to when something is wrong (RFC 8292 §2.1): a mailto: or https: address. */
    contact: string;
    /** Push services of the operator's own: to these it goes wherever they are, by plain HTTP too. */
    origins: string[];
  };
  /** How mails leave; without it none does. */
  mail?: MailConfig;
  /** The language of mails to readers whose own is not known. */
  mailLanguage: MailLanguage;
  /** The number that answers at any hour, shown wherever a phone may be lost or blocked. */
  deskPhone?: string;
  /** Where registration codes are put for a service that brings them to users; without it who imports users takes them along. */
  codeFolder?: string;
  /** The built pages. */
  pages: { phone: string; signIn: string; console: string };
  logLevel: LogLevel;
}

const logLevels: readonly LogLevel[] = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
const keyBits: readonly KeyBits[] = [2048, 3072, 4096];
const repository = resolve(import.meta.dirname, "../../..");

/** Reads the configuration; `overrides` (the command line's, a test's) win over the environment. */
export function readConfig(environment: Environment, overrides: Partial<Config> = {}): Config {
  const dataDirectory = overrides.dataDirectory ?? resolve(readText(environment, "MTOKEN_DATA") ?? "data");
  const serverOrigin = readOrigin(environment, "MTOKEN_ORIGIN", "http://localhost:8700");
  const signInOrigin = readOrigin(environment, "MTOKEN_SIGN_IN_ORIGIN", "http://localhost:8701");
  const consoleOrigin = readOrigin(environment, "MTOKEN_CONSOLE_ORIGIN", "http://localhost:8703");
  const databaseUrl = readDatabaseUrl(environment);
  const tls = overrides.tls ? undefined : readTls(environment);
  const trustedProxy = readTrustedProxy(environment);
  const mail = readMail(environment);
  const deskPhone = readDeskPhone(environment);
  const codeFolder = readText(environment, "MTOKEN_CODE_FOLDER");
  const config: Config = {
    serverOrigin,
    signInOrigin,
    consoleOrigin,
    listen: readListen(environment, {
      serverOrigin: overrides.serverOrigin ?? serverOrigin,
      signInOrigin: overrides.signInOrigin ?? signInOrigin,
      consoleOrigin: overrides.consoleOrigin ?? consoleOrigin,
    }),
    dataDirectory,
    ...(databaseUrl !== undefined && { databaseUrl }),
    databaseConnections: readInteger(environment, "MTOKEN_DATABASE_CONNECTIONS", 10, 2, 1000),
    pepperFile: readText(environment, "MTOKEN_PEPPER_FILE") ?? join(dataDirectory, "pepper"),
    ...(tls && { tls }),
    ...(trustedProxy && { trustedProxy }),
    srpBits: readBits(environment, "MTOKEN_SRP_BITS", 3072),
    srpThreads: readInteger(environment, "MTOKEN_SRP_THREADS", availableParallelism(), 1, 1024),
    rsaBits: readBits(environment, "MTOKEN_RSA_BITS", 2048),
    typedCode: readChoice(
      environment,
      "MTOKEN_TYPED_CODE",
      ["known-computers", "any-computer"],
      "known-computers",
    ),
    knownComputerDays: readInteger(environment, "MTOKEN_KNOWN_COMPUTER_DAYS", 90, 1, 400),
    wrongProofsPerYear: readInteger(environment, "MTOKEN_WRONG_MPINS_PER_YEAR", 30, 5, 365),
    signInEvidenceDays: readInteger(environment, "MTOKEN_SIGN_IN_EVIDENCE_DAYS", 400, 7, 3650),
    invitationSeconds: readInteger(environment, "MTOKEN_INVITATION_HOURS", 24, 1, 24 * 30) * 3600,
    requestsPerMinute: readInteger(environment, "MTOKEN_REQUESTS_PER_MINUTE", 6000, 1, 1_000_000),
    overloadMilliseconds: 2_000,
    push: {
      enabled: readChoice(environment, "MTOKEN_PUSH", ["on", "off"], "on") === "on",
      contact: readContact(environment, serverOrigin),
      origins: readOrigins(environment, "MTOKEN_PUSH_ORIGINS"),
    },
    ...(mail && { mail }),
    ...(deskPhone !== undefined && { deskPhone }),
    ...(codeFolder !== undefined && { codeFolder: resolve(codeFolder) }),
    mailLanguage: readChoice(environment, "MTOKEN_MAIL_LANGUAGE", mailLanguages, "en"),
    pages: {
      phone: join(repository, "apps/phone/dist"),
      signIn: join(repository, "apps/sign-in/dist"),
      console: join(repository, "apps/console/dist"),
    },
    logLevel: readChoice(environment, "MTOKEN_LOG_LEVEL", logLevels, "info"),
    ...overrides,
  };
  checkDistinct(config);
  checkTransport(config);
  return config;
}

/** The origins by the variables that set them. */
function originsOf(config: Pick<Config, "serverOrigin" | "signInOrigin" | "consoleOrigin">) {
  return {
    MTOKEN_ORIGIN: config.serverOrigin,
    MTOKEN_SIGN_IN_ORIGIN: config.signInOrigin,
    MTOKEN_CONSOLE_ORIGIN: config.consoleOrigin,
  };
}

/** Ports that are 0 make origins differ that read the same now. */
function checkDistinct(config: Config): void {
  const { server, signIn, console } = config.listen;
  const ports = [server.port, signIn.port, console.port];
  const fixed = Object.entries(originsOf(config)).filter((_, index) => ports[index] !== 0);
  for (const [name, origin] of fixed) {
    const other = fixed.find(([another, value]) => another !== name && value === origin);
    if (other === undefined) continue;
    throw new ConfigError(
      `${name} and ${other[0]} must differ: phone, sign-in page and console share no cookie, path or policy.`,
    );
  }
}

/**
 * Plain HTTP only where nobody can listen in: on the machine itself, or behind a proxy that the operator names.
 */
function checkTransport(config: Config): void {
  const origins = Object.values(originsOf(config));
  const isSecure = (origin: string) => origin.startsWith("https:");
  if (config.tls) {
    if (origins.every(isSecure)) return;
    throw new ConfigError(
      "With MTOKEN_TLS_CERT set, MTOKEN_ORIGIN, MTOKEN_SIGN_IN_ORIGIN and MTOKEN_CONSOLE_ORIGIN must all begin with https://.",
    );
  }
  if (config.trustedProxy) {
    checkProxied(config);
    return;
  }
  if (origins.some(isSecure)) {
    throw new ConfigError(
      "An https:// origin needs MTOKEN_TLS_CERT and MTOKEN_TLS_KEY, or MTOKEN_TRUSTED_PROXY with the addresses of the proxy that ends TLS.",
    );
  }
  const hosts = origins.map((origin) => new URL(origin).hostname);
  const listens = Object.values(config.listen).map(({ host }) => host);
  const exposed = [...hosts, ...listens].find((host) => !isLoopback(host));
  if (exposed !== undefined) {
    throw new ConfigError(
      `Plain HTTP is only for this machine itself, and "${exposed}" is not: set MTOKEN_TLS_CERT and MTOKEN_TLS_KEY, or name the proxy that ends TLS in MTOKEN_TRUSTED_PROXY.`,
    );
  }
}

function checkProxied(config: Config): void {
  const plain = Object.entries(originsOf(config)).find(
    ([, origin]) => !origin.startsWith("https:") && !isLoopback(new URL(origin).hostname),
  );
  if (plain === undefined) return;
  const [name, origin] = plain;
  throw new ConfigError(
    `Behind a proxy the origins are what browsers see, so "${origin}" must begin with https:// (set ${name}).`,
  );
}

/** Where nothing is set, a push service that looks for somebody finds the server itself. */
function readContact(environment: Environment, serverOrigin: string): string {
  const fallback = serverOrigin.startsWith("https:") ? serverOrigin : "mailto:nobody@localhost";
  const text = readText(environment, "MTOKEN_PUSH_CONTACT") ?? fallback;
  if (/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(text) && URL.canParse(text)) return text;
  throw new ConfigError(
    `MTOKEN_PUSH_CONTACT must be an address like mailto:operator@example.com or https://example.com, and "${text}" is neither.`,
  );
}

function readDeskPhone(environment: Environment): string | undefined {
  const text = readText(environment, "MTOKEN_DESK_PHONE");
  if (text === undefined || isDeskPhone(text)) return text;
  throw new ConfigError(
    `MTOKEN_DESK_PHONE must be a telephone number like +31 20 555 01 23, of digits in groups, and "${text}" is not.`,
  );
}

function readListen(
  environment: Environment,
  {
    serverOrigin,
    signInOrigin,
    consoleOrigin,
  }: Pick<Config, "serverOrigin" | "signInOrigin" | "consoleOrigin">,
): Config["listen"] {
  const host = readText(environment, "MTOKEN_LISTEN") ?? "127.0.0.1";
  const port = (name: string, origin: string) => readInteger(environment, name, portOf(origin), 0, 65_535);
  return {
    server: { host, port: port("MTOKEN_PORT", serverOrigin) },
    signIn: { host, port: port("MTOKEN_SIGN_IN_PORT", signInOrigin) },
    console: { host, port: port("MTOKEN_CONSOLE_PORT", consoleOrigin) },
  };
}

function portOf(origin: string): number {
  const { port, protocol } = new URL(origin);
  if (port !== "") return Number(port);
  return protocol === "https:" ? 443 : 80;
}

function readDatabaseUrl(environment: Environment): string | undefined {
  const text = readText(environment, "DATABASE_URL");
  if (text === undefined || /^postgres(ql)?:\/\//.test(text)) return text;
  // The value itself may hold a password, so it is not repeated.
  throw new ConfigError("DATABASE_URL must begin with postgres:// or postgresql://.");
}

function readTls(environment: Environment): { cert: string; key: string } | undefined {
  const cert = readText(environment, "MTOKEN_TLS_CERT");
  const key = readText(environment, "MTOKEN_TLS_KEY");
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new ConfigError("MTOKEN_TLS_CERT and MTOKEN_TLS_KEY go together: only one of them is set.");
  }
  return { cert: readPem("MTOKEN_TLS_CERT", cert), key: readPem("MTOKEN_TLS_KEY", key) };
}

function readTrustedProxy(environment: Environment): string[] | undefined {
  const text = readText(environment, "MTOKEN_TRUSTED_PROXY");
  if (text === undefined) return undefined;
  const addresses = text.split(",").map((part) => part.trim());
  const wrong = addresses.find((address) => !isAddressOrNetwork(address));
  if (wrong === undefined) return addresses;
  throw new ConfigError(
    `MTOKEN_TRUSTED_PROXY must list addresses or networks like 10.0.0.7 or 10.0.0.0/24, separated by commas, and "${wrong}" is neither.`,
  );
}

function isAddressOrNetwork(text: string): boolean {
  const [address = "", length, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  // A length of 0 would believe the whole world.
  return (
    length === undefined || (/^[1-9]\d{0,2}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128))
  );
}

function readBits(environment: Environment, name: string, fallback: KeyBits): KeyBits {
  const text = readText(environment, name);
  if (text === undefined) return fallback;
  const bits = keyBits.find((candidate) => String(candidate) === text);
  if (bits !== undefined) return bits;
  throw new ConfigError(`${name} must be 2048, 3072 or 4096, and "${text}" is not.`);
}
