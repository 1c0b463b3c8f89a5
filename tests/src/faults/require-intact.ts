/** What has to hold in the database and in the log after all killing. */
import type { RequestId } from "@mtoken/protocol";
import type { Context } from "@mtoken/server";
import { verifyAudit } from "@mtoken/server";
import { expect } from "vitest";
import type { Signing } from "./jobs.ts";
import type { SigningIn } from "./signing-in.ts";

/** What users and portals were told meanwhile. */
export interface Told {
  signing: Signing;
  signingIn: SigningIn;
}

export async function requireIntact(context: Context, { signing, signingIn }: Told): Promise<void> {
  await context.sequencer.sequenceNow();
  expect(await verifyAudit(context)).toMatchObject({ ok: true, waiting: 0 });
  const [approved, redeemed] = [
    await logged(context, "request.approved"),
    await logged(context, "request.redeemed"),
  ];
  for (const requests of [approved, redeemed]) expect(new Set(requests).size).toBe(requests.length);
  const rows = await context.database.kysely
    .selectFrom("requests")
    .select(["id", "kind", "status"])
    .execute();
  const inStatus = (...statuses: string[]) =>
    rows.filter(({ status }) => statuses.includes(status)).map(({ id }) => id);

  expect(approved).toEqual(expect.arrayContaining(inStatus("approved", "redeemed")));
  expect(redeemed.toSorted()).toEqual(inStatus("redeemed").toSorted());
  expect(approved).toEqual(expect.arrayContaining(redeemed));
  const signatures = rows.filter(({ kind, status }) => kind === "signature" && status === "approved");
  const signIns = new Set(rows.filter(({ kind }) => kind === "sign-in").map(({ id }) => id));
  expect(signatures.map(({ id }) => id).toSorted()).toEqual(
    approved.filter((id) => !signIns.has(id)).toSorted(),
  );

  expect(approved).toEqual(expect.arrayContaining([...signing.receipts]));
  expect(redeemed).toEqual(expect.arrayContaining([...signingIn.redeemed, ...signingIn.signedIn]));
  expect(approved.filter((id) => signingIn.unapproved.has(id))).toEqual([]);
}

async function logged({ database }: Context, kind: string): Promise<RequestId[]> {
  const entries = await database.kysely
    .selectFrom("audit_entries")
    .select("entry")
    .where("kind", "=", kind)
    .execute();
  return entries.map(({ entry }) => JSON.parse(entry).request);
}
