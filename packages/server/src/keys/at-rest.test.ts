/**
 * What the thief of a database gets: nothing that was secret. The columns that hold secrets are sealed, each value in its own
 * place; and after a whole job no secret of it stands anywhere, however it is spelled.
 */
import { createECDH, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { fromB64, parseActivationLink, tickAt } from "@mtoken/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openQrKey } from "../request/qr-key.ts";
import { mpin } from "../testing/phone-world.ts";
import type { TableRows } from "../testing/read-tables.ts";
import { readTables, textOf } from "../testing/read-tables.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { spellingsOf, unfold } from "../testing/spellings.ts";
import type { EngineName } from "../testing/use-server.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { type Place, Sealer } from "./sealer.ts";

/** A job that is watched: what was secret in it, and what stood in the database after each step. */
class WatchedJob {
  readonly secrets = new Map<string, string | Uint8Array>();
  readonly steps: TableRows[] = [];
  readonly world: SignInWorld;

  private constructor(world: SignInWorld) {
    this.world = world;
  }

  static async run(engine: EngineName): Promise<WatchedJob> {
    const job = new WatchedJob(await SignInWorld.open(engine));
    await job.#activate();
    await job.#signIn();
    await job.#sign();
    return job;
  }

  async #activate(): Promise<void> {
    const { phones } = this.world;
    const { link, code, activation } = await phones.invite();
    const secret = parseActivationLink(link)?.secret;
    if (secret === undefined) throw new Error("the link can't be read");
    this.secrets.set("the link's secret", secret);
    this.secrets.set("the registration code", code.replaceAll("-", ""));
    this.secrets.set("the registration code as shown", code);
    await this.#look();
    this.#keepPrivateJwk();

    const phone = await phones.newPhone();
    const offer = await phone.fetchOffer(link);
    const { token, sealed } = await phone.activationMessage({ link, code, mpin, offer });
    const message = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    this.secrets.set("the verifier", fromB64(message.verifier));
    this.secrets.set("the key of the activation's answer", fromB64(message.answer_key));
    this.secrets.set("the link's proof", fromB64(message.link_proof));
    this.secrets.set("the code's proof", fromB64(message.code_proof));
    await phone.post(`/v1/activations/${activation}`, sealed);
    await this.#look();

    const opened = await phone.begin();
    await this.#look();
    this.#keepOpened("b", "handshakes", "sealed_server_secret");
    const session = await phone.prove(opened, mpin);
    this.secrets.set("the share", fromB64(session.message4.share ?? ""));
    this.#keepKeys(session.keys);
    await this.#look();
    await phone.complete(session, activation);
    this.world.phone = phone;
    await this.#subscribe();
    await this.#look();
  }

  async #subscribe(): Promise<void> {
    const { phone } = this.world;
    const session = await phone.unlock(mpin);
    const { key } = await phone.call(session, "push.status", {});
    const subscription = {
      endpoint: `https://push.example.com/${randomBytes(16).toString("hex")}`,
      p256dh: createECDH("prime256v1").generateKeys().toString("base64url"),
      auth: randomBytes(16).toString("base64url"),
    };
    await phone.call(session, "push.subscribe", { ...subscription, key: key ?? "" });
    for (const [name, value] of Object.entries(subscription)) this.secrets.set(`the push ${name}`, value);
  }

  async #signIn(): Promise<void> {
    const { world } = this;
    const shown = await world.show();
    this.secrets.set("the access token", world.portal.authorization?.replace("Bearer ", "") ?? "");
    this.secrets.set("the browser's cookie", shown.computer.cookie?.split("=")[1] ?? "");
    this.secrets.set("PKCE's verifier", shown.verifier);
    await this.#look();
    const row = await world.row(shown.request);
    const typed = await world.typedCode(shown.request);
    this.secrets.set("the typed code", typed);
    if (!row.sealed_qr_key || !row.qr_from) throw new Error("the request shows no QR code");
    this.secrets.set("the QR key", openQrKey(world.context, shown.request, row.sealed_qr_key));
    expect(tickAt({ createdAt: row.qr_from.getTime(), now: world.clock.now().getTime() })).toBe(0);

    await world.approve(shown.request);
    await this.#look();
    const { body } = await shown.computer.redeem(shown.interaction, shown.request);
    const code = new URL(String(body["return_to"])).searchParams.get("code") ?? "";
    this.secrets.set("the code for the relying party", code);
    await this.#look();
    const exchanged = await world.portal.exchange(code, shown.verifier);
    expect(exchanged.status).toBe(200);
    await this.#look();
  }

  async #sign(): Promise<void> {
    const request = await this.world.phones.addSignature();
    await this.world.sign(request);
    await this.world.context.sequencer.sequenceNow();
    await this.#look();
    for (const [index, key] of this.#openAll("identity_keys", "sealed_private_key").entries())
      this.secrets.set(`identity key ${index}`, key);
    this.secrets.set("the pepper", readFileSync(this.world.context.config.pepperFile));
  }

  async #look(): Promise<void> {
    this.steps.push(await readTables(this.world.context));
  }

  #keepOpened(name: string, table: Place["table"], column: Place["column"]): void {
    const [value] = this.#openAll(table, column);
    if (value === undefined) throw new Error(`there is no ${name}`);
    this.secrets.set(name, value);
  }

  /** What makes the key of an activation private: these members of it. */
  #keepPrivateJwk(): void {
    const jwk = JSON.parse(this.#openAll("activation_secrets", "sealed_activation_key").join(""));
    for (const member of ["d", "p", "q"])
      this.secrets.set(`the activation key's ${member}`, fromB64(jwk[member]));
  }

  #keepKeys(keys: object): void {
    for (const [name, key] of Object.entries(keys))
      if (key instanceof Uint8Array) this.secrets.set(`the session's ${name}`, key);
  }

  #openAll(table: Place["table"], column: Place["column"]): Buffer[] {
    const rows = this.steps.at(-1)?.get(table) ?? [];
    const sealed = rows.filter((row) => row[column] !== null);
    return sealed.map((row) =>
      this.world.context.sealer.open({ table, column, row: rowId(row) }, row[column] as Buffer),
    );
  }
}

function rowId(row: Readonly<Record<string, unknown>>): string {
  return String(row["id"] ?? row["kid"] ?? row["activation_id"]);
}

describeEachEngine("the database at rest", (engine) => {
  let job: WatchedJob;
  beforeAll(async () => {
    job = await WatchedJob.run(engine);
  }, 120_000);
  afterAll(() => job?.world.close());

  /** Every value that ever stood in a sealed column, with its place. */
  function sealedValues(): { place: Place; sealed: Buffer }[] {
    return job.steps.flatMap((tables) =>
      [...tables].flatMap(([table, rows]) =>
        rows.flatMap((row) =>
          Object.entries(row).flatMap(([column, sealed]) =>
            column.startsWith("sealed_") && sealed !== null
              ? [{ place: { table, column, row: rowId(row) } as Place, sealed: sealed as Buffer }]
              : [],
          ),
        ),
      ),
    );
  }

  test("has a value in each of its sealed columns at some time", () => {
    const columns = new Set(sealedValues().map(({ place }) => `${place.table}.${place.column}`));
    expect([...columns].sort()).toEqual([
      "activation_secrets.sealed_activation_key",
      "activation_secrets.sealed_code",
      "activation_secrets.sealed_link_secret",
      "devices.sealed_share",
      "devices.sealed_verifier",
      "handshakes.sealed_server_secret",
      "identity_keys.sealed_private_key",
      "pepper_checks.sealed_value",
      "push_keys.sealed_private_key",
      "push_subscriptions.sealed_subscription",
      "requests.sealed_qr_key",
      "sessions.sealed_keys",
    ]);
  });

  test("holds none of them as they are: each opens under the pepper, and under no other", () => {
    const other = new Sealer(randomBytes(32));
    for (const { place, sealed } of sealedValues()) {
      const name = `${place.table}.${place.column}`;
      const plaintext = job.world.context.sealer.open(place, sealed);
      expect(sealed.includes(plaintext), name).toBe(false);
      expect(() => other.open(place, sealed), name).toThrow();
    }
  });

  test("holds none that would open in another column, or in another row", () => {
    const { sealer } = job.world.context;
    for (const { place, sealed } of sealedValues()) {
      const name = `${place.table}.${place.column}`;
      const otherColumn = place.column === "sealed_share" ? "sealed_verifier" : "sealed_share";
      expect(() => sealer.open({ ...place, row: `${place.row}0` }, sealed), name).toThrow();
      expect(() => sealer.open({ ...place, column: otherColumn }, sealed), name).toThrow();
      expect(() => sealer.open({ ...place, table: "users" }, sealed), name).toThrow();
    }
  });

  test("holds verifier, share and b sealed, the very ones of the job", () => {
    const opened = new Map(
      sealedValues().map(({ place, sealed }) => [
        job.world.context.sealer.open(place, sealed).toString("hex"),
        `${place.table}.${place.column}`,
      ]),
    );
    const columnOf = (name: string) => opened.get(Buffer.from(job.secrets.get(name) ?? "").toString("hex"));
    expect(columnOf("the verifier")).toBe("devices.sealed_verifier");
    expect(columnOf("the share")).toBe("devices.sealed_share");
    expect(columnOf("b")).toBe("handshakes.sealed_server_secret");
    expect(columnOf("the link's secret")).toBe("activation_secrets.sealed_link_secret");
    expect(columnOf("the registration code")).toBe("activation_secrets.sealed_code");
  });

  test("shows no secret of a whole job at any step, however it is spelled", () => {
    const text = unfold([...new Set(job.steps.map(textOf).join("\n").split("\n"))].join("\n"));
    // So that the search is known to find what is there.
    for (const spelling of spellingsOf("Example Trading").slice(0, 1)) expect(text).toContain(spelling);
    expect(job.secrets.size).toBeGreaterThan(20);
    const found = [...job.secrets].flatMap(([name, secret]) => {
      expect(secret.length, name).toBeGreaterThan(7);
      return spellingsOf(secret).some((spelling) => text.includes(spelling)) ? [name] : [];
    });
    expect(found).toEqual([]);
  });
});
