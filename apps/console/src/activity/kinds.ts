/**
 * What the log can tell, by what it is about: the groups of the filter, in their order. Each kind that the server knows has its words and its
 * group: the compiler sees to it. One of a newer server is shown by its name.
 */
import type { ActivityKind } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";

type KeyOf<Kind extends string> = Kind extends `${infer About}.${infer What}` ? `${About}_${What}` : never;
const words = (): Readonly<Record<KeyOf<ActivityKind>, string>> => messages.activity.kinds;

interface KindGroup {
  name: "signing" | "phones" | "computers" | "users" | "rules" | "server";
  kinds: readonly ActivityKind[];
  /** Only the operator's people meet these. */
  ofOperator?: boolean;
}

const groups = [
  {
    name: "signing",
    kinds: [
      ...(["request.created", "request.approved", "request.refused", "request.redeemed"] as const),
      ...(["request.withdrawn", "request.wrong-digits", "request.wrong-return-code"] as const),
      ...(["session.opened", "console.opened"] as const),
    ],
  },
  {
    name: "phones",
    kinds: [
      ...(["activation.invited", "activation.revoked", "activation.wrong-code"] as const),
      ...(["device.pending", "activation.completed", "device.approved", "device.blocked"] as const),
      ...(["device.deactivated", "mpin.wrong", "mpin.changed", "factor.enrolled", "factor.removed"] as const),
      "biometric.wrong",
    ],
  },
  {
    name: "computers",
    kinds: [
      ...(["computer.enrolled", "computer.declined", "computer.waiting", "computer.approved"] as const),
      ...(["computer.refused", "computer.revoked", "computer.expired", "computer.unknown"] as const),
      ...(["computer.copied", "computer.lost", "computer.allowed"] as const),
    ],
  },
  {
    name: "users",
    kinds: [
      ...(["user.created", "user.changed", "user.entitled", "user.frozen", "user.unfrozen"] as const),
      ...(["user.removed", "users.imported", "import.codes-taken", "import.stopped"] as const),
      ...(["administrator.made", "administrator.ended"] as const),
    ],
  },
  {
    name: "rules",
    kinds: [
      ...(["company.created", "company.renamed", "company.changed"] as const),
      ...(["company.stopped", "company.resumed"] as const),
      ...(["company.devices-ending", "company.devices-ended"] as const),
      ...(["proposal.created", "proposal.confirmed", "proposal.rejected"] as const),
      ...(["proposal.withdrawn", "proposal.expired", "proposal.void"] as const),
    ],
  },
  {
    name: "server",
    ofOperator: true,
    kinds: [
      ...(["limits.changed", "client.registered", "client.ended", "app.withdrawn", "app.allowed"] as const),
      ...(["identity.added", "identity.revoked", "push.key-added", "log.checkpoint"] as const),
      "delivery.retried",
    ],
  },
] as const satisfies readonly KindGroup[];

/** Empty, or the compiler names those that are in no group. */
type WithoutGroup = Exclude<ActivityKind, (typeof groups)[number]["kinds"][number]>;
export const kindGroups: [WithoutGroup] extends [never] ? readonly KindGroup[] : WithoutGroup = groups;

/** In words, or by its name when it is new. */
export function kindText(kind: string): string {
  const known: Readonly<Record<string, string>> = words();
  const key = kind.replace(".", "_");
  return Object.hasOwn(known, key) ? (known[key] ?? kind) : kind;
}
