/** How far the newcomer has come, read from the state of everybody in the demonstration and from nothing else. */
import type { Cast, Device, Person, User } from "../api/cast.ts";
import type { AskedPayment } from "../api/payments.ts";

export const stepNames = ["activate", "portal", "scan", "payment", "evidence"] as const;
export type StepName = (typeof stepNames)[number];

/** How somebody's phone stands: their living device, or else the last one that they had. */
export function phoneOf(cast: Cast, person: Person): Device | undefined {
  const devices = userOf(cast, person)?.devices ?? [];
  return devices.findLast(({ status }) => isAlive(status)) ?? devices.at(-1);
}

export function userOf(cast: Cast, person: Person): User | undefined {
  return cast.users.find((user) => user.person === person);
}

/** Whether nothing can be signed in to or signed in somebody's name until somebody else lets them go on. */
export function isStopped(cast: Cast, person: Person): boolean {
  return typeof userOf(cast, person)?.frozenAt === "string";
}

/** The newest payment that was signed. */
export function latestSigned({ payments }: Cast): AskedPayment | undefined {
  return payments.find(({ info }) => info.status === "approved");
}

/**
 * The steps that are done. What has once happened stays done, but for the phone: without one nothing else can be
 * tried, so a phone that is blocked or deactivated leads back to the first step.
 */
export function doneSteps(cast: Cast): ReadonlySet<StepName> {
  const signed = latestSigned(cast) !== undefined;
  const signedIn = cast.signedInOnce || cast.browser === "signed-in" || signed;
  const isDone: Record<StepName, boolean> = {
    activate: phoneOf(cast, "user")?.status === "active",
    portal: signedIn || cast.browser === "pending",
    scan: signedIn,
    payment: signed,
    evidence: cast.payments.some(({ evidenceTaken }) => evidenceTaken),
  };
  return new Set(stepNames.filter((name) => isDone[name]));
}

/** The first that is not done; none when all are. */
export function currentStep(done: ReadonlySet<StepName>): StepName | undefined {
  return stepNames.find((name) => !done.has(name));
}

function isAlive(status: Device["status"]): boolean {
  return status !== "blocked" && status !== "deactivated";
}
