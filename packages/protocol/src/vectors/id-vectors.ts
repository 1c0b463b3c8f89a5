/** Vectors of ids and what is none (docs/protocol.md §1). */
import * as v from "valibot";
import {
  isActivationId,
  isChallengeId,
  isClientId,
  isCompanyId,
  isComputerId,
  isDeviceId,
  isEnrolmentId,
  isHandshakeId,
  isInteractionId,
  isNoticeId,
  isRequestId,
  isUserId,
} from "../ids.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const kinds = {
  company: isCompanyId,
  user: isUserId,
  activation: isActivationId,
  handshake: isHandshakeId,
  interaction: isInteractionId,
  request: isRequestId,
  client: isClientId,
  challenge: isChallengeId,
  notice: isNoticeId,
  enrolment: isEnrolmentId,
  device: isDeviceId,
  computer: isComputerId,
} as const;

const schema = v.strictObject({ name: v.string(), id: v.string(), is: v.nullable(v.string()) });

type IdVector = v.InferOutput<typeof schema>;

/** Texts, and which kind of id each is; null when it is none. */
export const idVectors = defineKind({ name: "ids", clause: "docs/protocol.md §1", schema, make, check });

async function make(source: VectorSource): Promise<IdVector[]> {
  const vectors: IdVector[] = [];
  for (const prefix of ["cmp", "usr", "act", "hsk", "int", "req", "cli", "chg", "ntc", "enr"]) {
    const id = await source.id(prefix);
    vectors.push({ name: prefix, id, is: kindOf(id) });
  }
  const request = await source.id("req");
  const others: [string, string][] = [
    ["a device", "dev_47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"],
    ["a computer", "cpt_47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"],
    ["upper case", request.toUpperCase()],
    ["one character less", request.slice(0, -1)],
    ["one character more", `${request}0`],
    ["a line break at the end", `${request}\n`],
    ["a letter that base32 lacks", `${request.slice(0, -1)}u`],
    ["an unknown prefix", `xyz_${request.slice(4)}`],
    ["no prefix", request.slice(4)],
    ["a device id one character short", "dev_47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuF"],
  ];
  return [...vectors, ...others.map(([name, id]) => ({ name, id, is: kindOf(id) }))];
}

async function check(vector: IdVector): Promise<void> {
  requireSame("is", kindOf(vector.id), vector.is);
}

/** The one kind of which this is an id: a text that two kinds took would be a fault of the kinds. */
function kindOf(id: string): string | null {
  const matching = Object.entries(kinds).filter(([, is]) => is(id));
  return matching.map(([kind]) => kind).join(" and ") || null;
}
