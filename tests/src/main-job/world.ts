/** A real server over HTTP on one of the databases, with a company, a portal, and phones. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Device, fetchTransport, MemoryVault, type Transport } from "@mtoken/device";
import type { CompanyId, UserId } from "@mtoken/protocol";
import { exportPublicJwk, generateSigningKeyPair } from "@mtoken/protocol";
import { RelyingParty } from "@mtoken/relying-party";
import type { Clock, Config, Invitation, RunningServer } from "@mtoken/server";
import {
  createClient,
  createCompany,
  createPepper,
  createUser,
  inviteUser,
  readConfig,
  startServer,
} from "@mtoken/server";
import { makeScratchDirectory } from "@mtoken/server/testing";
import { nativeStretch } from "../native-stretch.ts";
import { useTemplate } from "../use-template.ts";

/** The mPIN that users of these tests choose. */
export const mpin = "482917";
/** Where the portal has browsers sent back to. */
export const redirectUri = "http://localhost/callback";

/** A phone that a user holds. */
export interface HeldPhone {
  user: UserId;
  device: Device;
  storage: MemoryVault;
}

const anyPort = { host: "localhost", port: 0 };

/** One server and who belongs to it. */
export class World {
  readonly server: RunningServer;
  readonly company: CompanyId;
  readonly portal: RelyingParty;
  readonly #directory: string;

  private constructor(server: RunningServer, company: CompanyId, portal: RelyingParty, directory: string) {
    this.server = server;
    this.company = company;
    this.portal = portal;
    this.#directory = directory;
  }

  /** Starts a server on PGlite, or on the PostgreSQL at this address. Its SRP group is the small one unless `more` says so. */
  static async start(databaseUrl?: string, more: Partial<Config> = {}, clock?: Clock): Promise<World> {
    const directory = makeScratchDirectory("mtoken-main-job-");
    if (databaseUrl === undefined) useTemplate(directory);
    const config = readConfig(
      {},
      {
        dataDirectory: directory,
        pepperFile: join(directory, "pepper"),
        ...(databaseUrl !== undefined && { databaseUrl }),
        serverOrigin: "http://localhost:0",
        signInOrigin: "http://localhost:0",
        consoleOrigin: "http://localhost:0",
        listen: { server: anyPort, signIn: anyPort, console: anyPort },
        typedCode: "any-computer",
        // At each start each thread tests the group's prime, which at 3072 bits takes seconds.
        srpBits: 2048,
        srpThreads: 1,
        logLevel: "silent",
        // How a server behaves on a machine that is too slow is not what is tested here.
        overloadMilliseconds: 0,
        ...more,
      },
    );
    await createPepper(config);
    const server = await startServer(config, clock === undefined ? {} : { clock });
    const company = await createCompany(server.context, { name: "Northern Mills" });
    return new World(server, company, await makePortal(server), directory);
  }

  async close(): Promise<void> {
    await this.server.close();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Another portal, which may act for its users as the first one may. */
  addPortal(): Promise<RelyingParty> {
    return makePortal(this.server);
  }

  /** A new user of the company, or of another, with link and code. */
  async invite(company: CompanyId = this.company): Promise<Invitation & { user: UserId }> {
    const { context } = this.server;
    const user = await createUser(context, { company, name: "Ada Berg", role: "user" });
    return { user, ...(await inviteUser(context, { user })) };
  }

  /** A phone as it comes out of the box, with this server's app on it. */
  async newPhone(): Promise<{ device: Device; storage: MemoryVault }> {
    const storage = new MemoryVault();
    return { device: await this.openDevice({ storage }), storage };
  }

  /** The app on the phone of this vault. */
  openDevice(options: { storage: MemoryVault; transport?: Transport }): Promise<Device> {
    return Device.open({
      transport: fetchTransport({ origin: this.server.origins.server }),
      clock: { now: () => this.server.context.clock.now().getTime() },
      app: "test-phone/1",
      pins: async () => [...this.server.context.identity.pins()],
      stretch: nativeStretch,
      // The cost of stretching is the phone's; here it takes the least that the protocol allows.
      stretchBudget: 0,
      ...options,
    });
  }

  /** A phone of a new user, activated and unlocked. */
  async activePhone(): Promise<HeldPhone> {
    const { user, link, code } = await this.invite();
    const { device, storage } = await this.newPhone();
    await device.activate({ link: device.readLink(link), code, mpin });
    return { user, device, storage };
  }
}

async function makePortal({ context, origins }: RunningServer): Promise<RelyingParty> {
  const { publicKey, privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
  const clientId = await createClient(context, {
    name: "Example Bank",
    origin: new URL(redirectUri).origin,
    redirectUris: [redirectUri],
    managesPeople: true,
    jwks: { keys: [{ ...(await exportPublicJwk(publicKey)), alg: "PS512", use: "sig" }] },
  });
  return new RelyingParty({ issuer: origins.signIn, clientId, key: privateKey });
}
