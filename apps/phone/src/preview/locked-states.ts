/** The locked phone, and the end of a device. */
import type { RequestId } from "@mtoken/protocol";
import type { StateOf } from "../state/app-state.ts";
import type { NamedStates } from "./preview-account.ts";
import { atWork, calm, failed, fingerprint, mpin, wrong } from "./preview-account.ts";

const locked: StateOf<"unlock"> = {
  ...{ screen: "unlock", mpin, triesLeft: 5, passkey: false, reason: null, waiting: null },
  ...calm,
};

export const lockedStates: NamedStates = {
  unlock: locked,
  "unlock-passkey": { ...locked, passkey: true },
  "unlock-passkey-busy": { ...locked, passkey: true, busy: true, byPasskey: true },
  "unlock-passkey-last": { ...locked, passkey: true, triesLeft: 1 },
  "unlock-idle": { ...locked, reason: "idle" },
  "unlock-signed-out": { ...locked, reason: "signed-out" },
  "unlock-ended": { ...locked, reason: "ended" },
  "unlock-decided": { ...locked, reason: "decided" },
  "unlock-approved": { ...locked, reason: "approved" },
  "unlock-renewed": { ...locked, reason: "renewed" },
  "unlock-link": { ...locked, waiting: { kind: "link", text: "" } },
  "unlock-scan": { ...locked, waiting: { kind: "scan" } },
  "unlock-request": {
    ...locked,
    reason: "ended",
    waiting: { kind: "request", request: "req_1" as RequestId },
  },
  "unlock-shortcut": { ...locked, waiting: { kind: "shortcut" } },
  "unlock-busy": { ...locked, busy: true },
  "unlock-wrong": { ...locked, triesLeft: 3, problem: wrong("wrong_mpin", { triesLeft: 3 }) },
  "unlock-last": { ...locked, triesLeft: 1, problem: wrong("wrong_mpin", { triesLeft: 1 }) },
  "unlock-no-connection": locked,
  "unlock-mpin-unchanged": { ...locked, reason: "mpin-unchanged" },
  "unlock-mpin-changed": { ...locked, reason: "mpin-changed" },
  "mpin-in-doubt": { screen: "mpin-in-doubt", unlock: locked, ...failed("offline") },
  "mpin-in-doubt-asking": { screen: "mpin-in-doubt", unlock: locked, ...atWork },
  "mpin-changed": { screen: "mpin-changed", unlock: locked },
  "start-over": { screen: "start-over", from: locked },
  "start-over-unapproved": {
    ...{ screen: "start-over", from: { screen: "awaiting-approval", fingerprint, ...calm } },
  },
  blocked: { screen: "blocked" },
  deactivated: { screen: "deactivated", how: "by-user" },
  "deactivated-by-others": { screen: "deactivated", how: "by-others" },
  "deactivated-unapproved": { screen: "deactivated", how: "unapproved" },
};
