/**
 * What the log can tell, by what it is about: the groups of the filter, in their order. A kind that is new to this page has no words here, and is
 * shown by its name.
 */
import { messages } from "../language/catalogue.ts";

type Key = keyof typeof messages.activity.kinds;
type KindOf<Of extends string> = Of extends `${infer About}_${infer What}` ? `${About}.${What}` : never;
/** As the log names it. */
type KnownKind = KindOf<Key>;

interface KindGroup {
  name: "signing" | "phones" | "computers" | "users" | "rules" | "server";
  kinds: readonly KnownKind[];
  /** Only the operator's people meet these. */
  ofOperator?: boolean;
}

export const kindGroups: readonly KindGroup[] = [
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
      ...(["user.removed", "users.imported", "import.codes-taken"] as const),
      ...(["administrator.made", "administrator.ended"] as const),
    ],
  },
  {
    name: "rules",
    kinds: [
      ...(["company.created", "company.changed", "company.stopped", "company.resumed"] as const),
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
    ],
  },
];

/** In words, or by its name when it is new. */
export function kindText(kind: string): string {
  const { kinds } = messages.activity;
  const key = kind.replace(".", "_");
  return Object.hasOwn(kinds, key) ? kinds[key as Key] : kind;
}
