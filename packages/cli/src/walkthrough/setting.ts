/** Where the walkthrough happens: on a server of its own, made for it and thrown away, or on one that runs. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientIdSchema, exportPublicJwk, generateSigningKeyPair, parseWith } from "@mtoken/protocol";
import { RelyingParty } from "@mtoken/relying-party";
import {
  createClient,
  createCompany,
  createPepper,
  createUser,
  inviteUser,
  readConfig,
  startServer,
} from "@mtoken/server";
import { importPKCS8 } from "jose";
import { CommandError } from "../command-error.ts";

/** What the walkthrough is given. */
export interface Setting {
  link: string;
  code: string;
  portal: RelyingParty;
  /** One of the portal's registered addresses. */
  redirectUri: string;
  close(): Promise<void>;
}

/** A running server, as the command line names it. */
export interface RunningOptions {
  link?: string;
  code?: string;
  issuer?: string;
  client?: string;
  clientKey?: string;
  redirectUri?: string;
}

const anyPort = { host: "localhost", port: 0 };

/** A server of its own: on `DATABASE_URL` when that is set, else embedded, in a folder that is removed again. */
export async function ownSetting(): Promise<Setting> {
  const folder = await mkdtemp(join(tmpdir(), "mtoken-walkthrough-"));
  const config = readConfig(process.env, {
    dataDirectory: folder,
    pepperFile: join(folder, "pepper"),
    serverOrigin: "http://localhost:0",
    signInOrigin: "http://localhost:0",
    consoleOrigin: "http://localhost:0",
    listen: { server: anyPort, signIn: anyPort, console: anyPort },
    // Its own load is no reason to refuse its own phone.
    overloadMilliseconds: 0,
    logLevel: "warn",
  });
  await createPepper(config);
  const server = await startServer(config);
  const { context, origins } = server;
  const company = await createCompany(context, { name: "Walkthrough Ltd" });
  const user = await createUser(context, { company, name: "Wanda Walker", role: "user" });
  const { link, code } = await inviteUser(context, { user });
  const keys = await generateSigningKeyPair({ bits: 2048, extractable: false });
  const redirectUri = "http://localhost/callback";
  const client = await createClient(context, {
    name: "Walkthrough portal",
    origin: "http://localhost",
    redirectUris: [redirectUri],
    jwks: { keys: [{ ...(await exportPublicJwk(keys.publicKey)), alg: "PS512", use: "sig" }] },
  });
  return {
    link,
    code,
    redirectUri,
    portal: new RelyingParty({ issuer: origins.signIn, clientId: client, key: keys.privateKey }),
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A server that runs: it takes an invitation and a relying party there. */
export async function runningSetting(options: RunningOptions): Promise<Setting> {
  const { link, code, issuer, client, clientKey, redirectUri } = options;
  const named = { link, code, issuer, client, clientKey, redirectUri };
  for (const [name, value] of Object.entries(named)) {
    if (value === undefined) throw new CommandError(`Against a running server, give --${kebab(name)} too.`);
  }
  const pem = await readFile(clientKey ?? "", "utf8");
  const key = await importPKCS8(pem, "PS512");
  const clientId = parseWith(clientIdSchema, client);
  return {
    link: link ?? "",
    code: code ?? "",
    redirectUri: redirectUri ?? "",
    portal: new RelyingParty({ issuer: issuer ?? "", clientId, key }),
    close: async () => undefined,
  };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
