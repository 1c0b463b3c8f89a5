/**
 * What an approval takes beside the session (docs/protocol.md §7): nothing, a fresh proof by either factor, or by the mPIN. A
 * signature always takes a fresh one (RTS article 5), above the company's amounts the mPIN; a sign-in does where the company wants it,
 * and wherever it lets somebody act on others.
 * It is looked at when the envelope is issued, which says it, and when the decision comes, by what holds then: the stricter counts.
 */
import type { Content, FreshFactor, RequestId, UserId } from "@mtoken/protocol";
import { freshFactors, ProtocolError } from "@mtoken/protocol";
import { biometricsSuffice, type CompanyPolicy, type Role } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { type Given, prepare } from "../database/prepare.ts";
import { policyColumns } from "../policy/store.ts";
import type { RequestRow } from "../request/store.ts";
import type { OpenedSession } from "../session/recent-sessions.ts";

/**
 * Of whoever decides: what their company asks of them, what of the app they may use, and whether the request would let them act on
 * others, all as it is now.
 */
export const approverQuery = prepare(
  (queries, { user, request }: Given<{ user: UserId; request: RequestId }>) =>
    queries
      .selectFrom("users")
      .innerJoin("companies", "companies.id", "users.company_id")
      .select(["users.features", "users.role", ...policyColumns])
      .select((is) =>
        is
          .selectFrom("requests")
          .innerJoin("clients", "clients.id", "requests.client_id")
          .select(managesPeople("clients").as("manages_people"))
          .where("requests.id", "=", request)
          .as("manages_people"),
      )
      .where("users.id", "=", user),
);

/** For a statement that reads `clients`, under whichever name: whether people act on others there, at the console or through a portal. */
export function managesPeople(clients: "clients" | "p"): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${clients}.${name}`);
  return sql<boolean>`(${column("kind")} = ${sql.lit("console")} or ${column("manages_people")})`;
}

/** Who asks to be let in, and where. */
export interface Entrance {
  role: Role;
  manages_people: boolean | null;
}

export function freshFactorFor(
  policy: CompanyPolicy,
  { kind, content }: Pick<RequestRow, "kind" | "content">,
  { role, manages_people }: Entrance,
): FreshFactor {
  // Whoever finds the app unlocked would act on others in their name, for as long as the session lasts.
  const isOverOthers = role !== "user" && manages_people === true;
  if (kind === "sign-in" && policy.sign_in_factor === "session" && !isOverOthers) return "none";
  const suffices =
    policy.biometrics && amountsOf(content).every((amount) => biometricsSuffice(policy, amount));
  return suffices ? "any" : "mpin";
}

function amountsOf(content: Content | null): { currency: string; amount: string }[] {
  if (content?.type === "payment") return [content];
  return content?.type === "batch" ? content.totals : [];
}

/** What was asked of the user cannot be less by the time they have said yes, nor can what the company asks by then. */
export function stricterFactor(one: FreshFactor, other: FreshFactor): FreshFactor {
  return freshFactors.indexOf(one) < freshFactors.indexOf(other) ? other : one;
}

/** That an approval came in a channel that was opened for this very envelope, by a factor that is enough. */
export function requireFreshFactor(
  { purpose, binding, factor }: Pick<OpenedSession, "purpose" | "binding" | "factor">,
  { takes, envelope }: { takes: Exclude<FreshFactor, "none">; envelope: string },
): void {
  // The handshake was made for another envelope: its mPIN was entered for something else.
  if (purpose !== "approve" || binding !== envelope) throw new ProtocolError("fresh_factor_required");
  if (takes === "mpin" && factor !== "mpin") throw new ProtocolError("mpin_required");
}
