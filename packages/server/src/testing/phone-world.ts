/**
 * What a test of the phone's side of the server starts from: a company with users, requests that wait for them, and
 * phones that reach the server without a network in between.
 */
import { randomBytes } from "node:crypto";
import type { ClientId, CompanyId, ComputerId, Content, RequestId, UserId } from "@mtoken/protocol";
import {
  b64,
  computerIdOf,
  exportPublicJwk,
  generateSigningKeyPair,
  newClientId,
  newRequestId,
} from "@mtoken/protocol";
import type { CompanyPolicy } from "@mtoken/protocol/people";
import type { Insertable } from "kysely";
import { later } from "../clock.ts";
import { knownUntil, saveComputer, setStanding } from "../computer/store.ts";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import type { RequestsTable } from "../database/tables.ts";
import type { App } from "../http/app.ts";
import { createCompany } from "../people/companies.ts";
import type { Invitation } from "../people/invite-user.ts";
import { inviteUser } from "../people/invite-user.ts";
import { createUser } from "../people/users.ts";
import { newQrKey, openQrKey, typedCodeOf } from "../request/qr-key.ts";
import type { MovableClock } from "./movable-clock.ts";
import type { Send } from "./test-phone.ts";
import { TestPhone } from "./test-phone.ts";
import type { EngineName, TestServer } from "./use-server.ts";
import { openTestServer } from "./use-server.ts";

export type { Invitation } from "../people/invite-user.ts";

/** A request that waits on a computer's screen, and what its page would show. */
export interface ShownRequest {
  request: RequestId;
  computer: ComputerId;
  key: Uint8Array;
  code: string;
}

interface OfUser {
  user: UserId;
  company: CompanyId;
}

export const mpin = "739154";

export const payment: Content = {
  type: "payment",
  amount: "1234.50",
  currency: "EUR",
  payee: { name: "Paper & Ink Ltd", account: "NL91ABNA0417164300" },
  reference: "Invoice 2026-17",
};

export class PhoneWorld {
  readonly context: Context;
  readonly clock: MovableClock;
  readonly send: Send;
  readonly company: CompanyId;
  readonly user: UserId;
  readonly client: ClientId;
  readonly #close: () => Promise<void>;

  static async open(overrides: Partial<Config> = {}, engine: EngineName = "pglite"): Promise<PhoneWorld> {
    const server = await openTestServer(engine, { srpBits: 2048, srpThreads: 1, ...overrides });
    const { context } = server;
    const company = await createCompany(context, { name: "Example Trading" });
    const user = await createUser(context, { company, ...ada });
    return new PhoneWorld(server, { company, user, client: await insertClient(context) });
  }

  private constructor(
    server: TestServer & { close(): Promise<void> },
    ids: { company: CompanyId; user: UserId; client: ClientId },
  ) {
    this.context = server.context;
    this.clock = server.clock;
    this.send = (path, body) => inject(server.phone, path, body);
    this.company = ids.company;
    this.user = ids.user;
    this.client = ids.client;
    this.#close = () => server.close();
  }

  close(): Promise<void> {
    return this.#close();
  }

  addCompany(policy: Partial<CompanyPolicy> = {}): Promise<CompanyId> {
    return createCompany(this.context, { name: "Example Trading", policy });
  }

  addUser({ company = this.company } = {}): Promise<UserId> {
    return createUser(this.context, { company, ...ada });
  }

  invite({ user = this.user } = {}): Promise<Invitation> {
    return inviteUser(this.context, { user });
  }

  newPhone({ rsaBits = this.context.config.rsaBits } = {}): Promise<TestPhone> {
    const { config, identity } = this.context;
    const jwks = () => identity.jwks();
    return TestPhone.make({
      send: this.send,
      origin: config.serverOrigin,
      jwks,
      now: () => this.clock.now(),
      rsaBits,
    });
  }

  /** A phone that is activated. */
  async activePhone(of: { user?: UserId } = {}): Promise<TestPhone> {
    const phone = await this.newPhone();
    await phone.setUp({ ...(await this.invite(of)), mpin });
    return phone;
  }

  async addSignature({
    user = this.user,
    company = this.company,
    content = payment,
  } = {}): Promise<RequestId> {
    const id = newRequestId();
    const members = { user_id: user, company_id: company, content: JSON.stringify(content) };
    await this.#insertRequest(id, { kind: "signature", ...members });
    return id;
  }

  /** A sign-in on a computer that nobody knows yet, as its page shows it. */
  async showSignIn(): Promise<ShownRequest> {
    const request = newRequestId();
    await this.#insertRequest(request, { kind: "sign-in" });
    return this.show(request);
  }

  /** A page on a new computer shows the request. */
  async show(request: RequestId): Promise<ShownRequest> {
    const { publicKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const jwk = await exportPublicJwk(publicKey);
    const computer = await computerIdOf(jwk);
    const at = this.clock.now();
    const { kysely } = this.context.database;
    const seen = { id: computer, key: jwk, description: "Chrome on Linux", at };
    await kysely.transaction().execute((transaction) => saveComputer(transaction, seen));
    const keys = newQrKey(this.context, request, true);
    await kysely
      .updateTable("requests")
      .set({ computer_id: computer, qr_from: at, ...keys })
      .where("id", "=", request)
      .execute();
    const key = openQrKey(this.context, request, keys.sealed_qr_key);
    return { request, computer, key, code: typedCodeOf(key, request) };
  }

  /** As an enrolment leaves it. */
  async makeKnown({ computer }: Pick<ShownRequest, "computer">, of: Partial<OfUser> = {}): Promise<void> {
    const { user = this.user, company = this.company } = of;
    const at = this.clock.now();
    const expiresAt = knownUntil(this.context.config, at);
    await this.context.database.kysely
      .transaction()
      .execute((transaction) =>
        setStanding(transaction, { user, computer, company, status: "known", at, expiresAt }),
      );
  }

  async #insertRequest(
    id: RequestId,
    members: Pick<Insertable<RequestsTable>, "kind"> & Partial<Insertable<RequestsTable>>,
  ) {
    const at = this.clock.now();
    await this.context.database.kysely
      .insertInto("requests")
      .values({
        ...{ id, client_id: this.client, status: "waiting", nonce: b64(randomBytes(32)) },
        ...{ created_at: at, expires_at: later(at, 180), ...nothingYet, ...members },
      })
      .execute();
  }
}

const nothingYet = {
  ...{ interaction_id: null, user_id: null, company_id: null, device_id: null, computer_id: null },
  ...{
    browser_hash: null,
    content: null,
    sealed_qr_key: null,
    qr_from: null,
    typed_code_hash: null,
    digits: null,
  },
  ...{ envelope: null, approval: null, receipt: null, reason: null, factor: null, audit_id: null },
  ...{ decided_at: null, redeemed_at: null },
} as const;

const ada = { name: "Ada Example", role: "user" } as const;

async function insertClient({ database, clock }: Context): Promise<ClientId> {
  const id = newClientId();
  await database.kysely
    .insertInto("clients")
    .values({
      ...{ id, name: "Bank portal", origin: "https://portal.example" },
      ...{ redirect_uris: "[]", jwks: JSON.stringify({ keys: [] }), created_at: clock.now() },
    })
    .execute();
  return id;
}

export async function inject(app: App, url: string, body: string | undefined): ReturnType<Send> {
  const posted = {
    method: "POST",
    url,
    payload: body ?? "",
    headers: { "content-type": "application/jose" },
  } as const;
  const answer = await app.inject(body === undefined ? { method: "GET", url } : posted);
  return { status: answer.statusCode, body: answer.body };
}
