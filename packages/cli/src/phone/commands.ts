/** `mtoken phone …`: what a user does with the phone, as commands. */
import type {
  ActivationProgress,
  ClaimSource,
  Decided,
  Device,
  MpinProblem,
  OpenedRequest,
  Session,
} from "@mtoken/device";
import { checkMpin, isDeviceError } from "@mtoken/device";
import { isRequestId, parseRequestLink, parseTypedCode, titleText } from "@mtoken/protocol";
import { CommandError } from "../command-error.ts";
import { type ReasonOptions, readReason } from "../people/read-people.ts";
import type { Shell } from "../shell.ts";
import { ask, askSecret, confirm } from "./ask.ts";
import { describeRequest } from "./describe-request.ts";
import { openPhone, openPhoneFor } from "./open-phone.ts";

/** What every command of the phone takes. */
export interface PhoneOptions {
  vault: string;
  mpin?: string;
}

/** What a decision takes. */
export interface DecisionOptions extends PhoneOptions {
  digits?: string;
  refuse?: boolean;
  yes?: boolean;
}

const progressWords: Record<ActivationProgress, string> = {
  offer: "asking the server what the link offers",
  keys: "making keys",
  register: "proving link and code",
  prove: "proving the mPIN",
  certify: "having the signing key certified",
  done: "done",
};

const mpinWords: Record<MpinProblem, string> = {
  "not-digits": "it has to be digits",
  "too-short": "it is too short",
  "too-long": "it is too long",
  repeat: "it repeats itself",
  sequence: "its digits are a sequence",
  mirror: "it reads the same backwards",
  common: "it is one that many people choose",
  same: "it is the one in use",
};

/** `mtoken phone activate LINK` */
export async function activate(
  link: string,
  options: PhoneOptions & { code?: string },
  shell: Shell,
): Promise<void> {
  const phone = await openPhoneFor(link, options.vault);
  const parsed = phone.readLink(link);
  const { mpin: policy } = await phone.begin(parsed);
  const code = options.code ?? (await ask("Registration code: "));
  const mpin = options.mpin ?? (await askSecret(`Choose an mPIN of ${policy.min} to ${policy.max} digits: `));
  const problem = checkMpin(mpin, policy);
  if (problem !== undefined)
    throw new CommandError(`This mPIN won't do: ${mpinWords[problem]}. Choose another.`);
  const onProgress = (step: ActivationProgress) => shell.progress(`… ${progressWords[step]}`);
  const { status, fingerprint } = await phone.activate({ link: parsed, code, mpin, onProgress });
  shell.print(
    status === "active" ? "This phone is active." : "This phone waits for an administrator's approval.",
  );
  shell.print(`Control code: ${fingerprint}`);
}

/** `mtoken phone sign-in CODE` */
export async function signIn(code: string, options: DecisionOptions, shell: Shell): Promise<void> {
  await decide(sourceOf(code), options, { kind: "sign-in", shell });
}

/** `mtoken phone sign [CODE]` */
export async function sign(code: string | undefined, options: DecisionOptions, shell: Shell): Promise<void> {
  await decide(code === undefined ? undefined : sourceOf(code), options, { kind: "signature", shell });
}

/** `mtoken phone status` */
export async function status(options: PhoneOptions, shell: Shell): Promise<void> {
  const phone = await openPhone(options.vault);
  const session = await unlock(phone, options);
  shell.print(`Control code: ${await phone.fingerprint()}`);
  if (session.profile === undefined) {
    shell.print("This phone waits for an administrator's approval.");
  } else {
    shell.print(`${session.profile.user.name}, ${session.profile.company.name}`);
    if (session.frozen !== undefined) shell.print(stopped);
    shell.print(
      session.requests.length === 0 ? "Nothing waits for confirmation." : "Waiting for confirmation:",
    );
    for (const { request, title, relying_party } of session.requests) {
      shell.print(
        `  ${request}  ${title === null ? "sign-in" : titleText(title, { payments: ({ count }) => `${count} payments` })}, ${relying_party.name}`,
      );
    }
  }
  await session.end();
}

const stopped =
  "Everything is stopped: nobody signs in or signs in this user's name until somebody lets it go on (mtoken user unfreeze).";

/** `mtoken phone freeze` */
export async function freeze(options: PhoneOptions, shell: Shell): Promise<void> {
  const phone = await openPhone(options.vault);
  const session = await unlock(phone, options);
  await session.freeze();
  shell.print(stopped);
  await session.end();
}

/** `mtoken phone change-mpin` */
export async function changeMpin(options: PhoneOptions & { to?: string }, shell: Shell): Promise<void> {
  const phone = await openPhone(options.vault);
  const mpin = options.mpin ?? (await askSecret("The mPIN of now: "));
  const chosen = options.to ?? (await askSecret("The new one: "));
  try {
    await phone.changeMpin({ mpin, chosen });
  } catch (error) {
    if (isDeviceError(error) && error.problem !== undefined)
      throw new CommandError(`This mPIN won't do: ${mpinWords[error.problem]}. Choose another.`);
    if (!isDeviceError(error, "offline") || (await phone.mpinInForce()) !== "chosen") throw error;
  }
  shell.print("The mPIN is changed. What was open on this phone has ended.");
}

/** `mtoken phone deactivate` */
export async function deactivate(options: PhoneOptions & ReasonOptions, shell: Shell): Promise<void> {
  const why = readReason(options);
  const phone = await openPhone(options.vault);
  const session = await unlock(phone, options);
  await session.deactivate(why);
  shell.print("This phone is deactivated, and its keys are erased.");
}

async function decide(
  source: ClaimSource | undefined,
  options: DecisionOptions,
  { kind, shell }: { kind: "sign-in" | "signature"; shell: Shell },
): Promise<void> {
  const phone = await openPhone(options.vault);
  const mpin = options.mpin ?? (await askSecret("mPIN: "));
  const session = await phone.unlock(mpin);
  try {
    const opened = await session.claim(source ?? oldest(session));
    if (opened.envelope.kind !== kind)
      throw new CommandError(`This is a ${opened.envelope.kind}, not a ${kind}.`);
    shell.print(describeRequest(opened.envelope));
    const decided = await carryOut({ session, opened, mpin, options });
    shell.print(decided.status === "approved" ? "Confirmed." : "Refused.");
    // It holds the return code: whoever has it and the browser goes on, so it is for this device's browser alone.
    if (decided.returnTo !== undefined) shell.print(`Go on in this device's browser: ${decided.returnTo}`);
  } finally {
    await session.end();
  }
}

interface Decision {
  session: Session;
  opened: OpenedRequest;
  mpin: string;
  options: DecisionOptions;
}

async function carryOut({ session, opened, mpin, options }: Decision): Promise<Decided> {
  if (options.refuse === true || !(options.yes === true || (await confirm("Confirm?")))) {
    return session.refuse(opened, "changed-mind");
  }
  const digits = opened.envelope.digits
    ? { digits: options.digits ?? (await ask("The two digits that the computer shows: ")) }
    : {};
  return opened.envelope.fresh_factor === "none"
    ? session.approve(opened, digits)
    : session.sign(opened, mpin, digits);
}

async function unlock(phone: Device, { mpin }: PhoneOptions): Promise<Session> {
  return phone.unlock(mpin ?? (await askSecret("mPIN: ")));
}

function oldest({ requests }: Session): ClaimSource {
  const [first] = requests;
  if (first === undefined) throw new CommandError("Nothing waits for confirmation.");
  return { request: first.request };
}

function sourceOf(text: string): ClaimSource {
  if (isRequestId(text)) return { request: text };
  if (parseRequestLink(text) !== undefined) return { link: text };
  return parseTypedCode(text) === undefined ? { qr: text } : { code: text };
}
