/** What pages of the console are about besides Anna: a colleague who runs the company too, somebody who was stopped, and so on. */
import type { CompanyId } from "@mtoken/protocol";
import { createUser, inviteUser, rotateIdentity } from "@mtoken/server";
import { openedConsole } from "@mtoken/server/testing";
import type { Person, Town } from "./town.ts";

/** By the names that addresses of pages have for them. */
export type Places = Readonly<
  Record<"administrator" | "invited" | "frozen" | "stopped" | "proposal" | "import", string>
>;

const csv = "name,mail\nIris Novak,iris@northwind.example\nTom Hendriks,tom@northwind.example\n";

/** Of a town with two customers at least, and with colleagues enough that somebody was stopped. */
export async function placesOf(town: Town): Promise<Places> {
  const { bakery, bank, people } = town;
  const carmen = await town.add({ name: "Carmen Ortega", role: "administrator", company: bakery });
  const otto = await town.add({ name: "Otto Brandt", role: "officer", company: bank });
  // The only key that can sign is not revoked.
  await rotateIdentity(town.world.server.context);
  const [stopped, resuming] = await stopTwo(town);
  const proposed = await callAs(town, otto, `/v1/companies/${resuming}/resume`, {
    note: "They have paid, and know who was at their computers.",
  });
  const begun = await callAs(town, people.administrator, "/v1/invitations/import", {
    ...{ company: bakery, csv: Buffer.from(csv).toString("base64url") },
  });
  return {
    ...{ administrator: carmen.user, ...(await stoppedAndInvited(town)), stopped },
    ...{ proposal: textOf(proposed, "proposal"), import: textOf(begun, "import") },
  };
}

async function stopTwo(town: Town): Promise<[CompanyId, CompanyId]> {
  const { kysely } = town.world.server.context.database;
  const customers = kysely.selectFrom("companies").select("id").where("kind", "=", "client");
  const [one, other] = await customers
    .where("id", "<>", town.bakery)
    .orderBy("created_at", "desc")
    .limit(2)
    .execute();
  if (one === undefined || other === undefined) throw new Error("a town needs two customers to stop");
  for (const { id } of [one, other])
    await callAs(town, town.people.officer, `/v1/companies/${id}/stop`, { reason: "suspicious" });
  return [one.id, other.id];
}

async function stoppedAndInvited({ world, bakery }: Town): Promise<Pick<Places, "frozen" | "invited">> {
  const { context } = world.server;
  const frozen = await context.database.kysely
    .selectFrom("users")
    .select("id")
    .where("company_id", "=", bakery)
    .where("frozen_at", "is not", null)
    .executeTakeFirstOrThrow();
  // The colleagues' own invitations have run out where the town is large.
  const invited = await createUser(context, { company: bakery, name: "Pien Verhoeven", role: "user" });
  await inviteUser(context, { user: invited });
  return { frozen: frozen.id, invited };
}

async function callAs({ world }: Town, person: Person, path: string, body: object): Promise<unknown> {
  const { context, origins } = world.server;
  const { name, value } = await openedConsole(context, person);
  const answer = await fetch(`${origins.console}${path}`, {
    method: "POST",
    headers: { cookie: `${name}=${value}`, origin: origins.console, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

function textOf(answer: unknown, member: string): string {
  const members = new Map<string, unknown>(Object.entries(answer ?? {}));
  const value = members.get(member);
  if (typeof value !== "string") throw new Error(`an answer has no ${member}`);
  return value;
}
