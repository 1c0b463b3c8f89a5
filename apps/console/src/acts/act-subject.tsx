/**
 * What tells whom or what an act is about from others of the same name: the company, where who asks sees several; of a phone its
 * control code, and when it was added and unlocked last.
 */
import type { ListedDevice } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";
import { ControlCode } from "../parts/control-code.tsx";
import { type Fact, Facts } from "../parts/facts.tsx";
import { Moment, momentOr } from "../parts/moment.tsx";
import { reachesCompanies, useMe } from "../session/me.tsx";

export interface ActSubjectProps {
  company?: { name: string } | undefined;
  device?: ListedDevice;
}

export function ActSubject({ company, device }: ActSubjectProps) {
  const seesSeveral = reachesCompanies(useMe(), "user.read");
  const facts: Fact[] = [
    ...(company !== undefined && seesSeveral ? [{ name: messages.facts.company, value: company.name }] : []),
    ...(device === undefined ? [] : factsOf(device)),
  ];
  return facts.length === 0 ? null : <Facts facts={facts} />;
}

function factsOf({ status, fingerprint, created, used }: ListedDevice): Fact[] {
  const { facts } = messages;
  const added = { name: facts.added, value: <Moment at={created} /> };
  // The code of one that waits is typed by who approves it, from what the user reads out.
  if (status === "awaiting-approval") return [added];
  return [
    ...(fingerprint === null ? [] : [{ name: facts.controlCode, value: <ControlCode code={fingerprint} /> }]),
    added,
    { name: facts.used, value: momentOr(used, facts.never) },
  ];
}
