/** `mtoken computer …`: the computers of users that show QR codes. */
import type { ComputerListQuery, ListedComputer } from "@mtoken/protocol/people";
import {
  addComputerTo,
  allowComputer,
  allowComputerOf,
  approveComputerOf,
  listComputerPage,
  operatorAtCommandLine,
  refuseComputerOf,
  revokeComputerOf,
} from "@mtoken/server";
import { commandLine } from "../command-line.ts";
import type { Work } from "./command-table.ts";
import {
  computerIdOf,
  instant,
  type ListOptions,
  type ReasonOptions,
  readAll,
  readListOptions,
  readReason,
  toldList,
  userIdOf,
} from "./read-people.ts";

const operator = operatorAtCommandLine;

/** Lists them as they stand to users: one line for each user. */
export function printComputers(options: ListOptions<NonNullable<ComputerListQuery["status"]>>): Work {
  const wanted = readListOptions(options);
  return async (context, { tell }) => {
    const computers = await readAll((page) => listComputerPage(context, operator, { ...wanted, ...page }));
    tell(...toldList(computers, describeComputer));
  };
}

function describeComputer({ id, status, fingerprint, description, user, until }: ListedComputer): string {
  return `${id}  ${status}  ${fingerprint}  ${description}  ${user.name} ${user.id}, until ${instant(until)}`;
}

interface OfUser {
  user: string;
}

interface Compared extends OfUser {
  fingerprint: string;
}

export function approve(text: string, { user: of, fingerprint }: Compared): Work {
  const computer = computerIdOf(text);
  const user = userIdOf(of);
  return async (context, { tell }) => {
    await approveComputerOf(context, operator, { user, computer, fingerprint });
    tell("The user may sign in on this computer.");
  };
}

/** One that waits for nobody. */
export function add({ user: of, fingerprint }: Compared): Work {
  const user = userIdOf(of);
  return async (context, { tell }) => {
    await addComputerTo(context, operator, { user, fingerprint });
    tell("The user may sign in on this computer.");
  };
}

export function refuse(text: string, options: OfUser & ReasonOptions): Work {
  return actOn(refuseComputerOf, text, options, "The computer is refused to this user for a day.");
}

export function revoke(text: string, options: OfUser & ReasonOptions): Work {
  return actOn(revokeComputerOf, text, options, "The computer is a stranger to this user from now on.");
}

/** Lets a computer go on that was stopped, for one user or for all to whom it is refused. */
export function allow(text: string, { user, ...options }: Partial<OfUser> & ReasonOptions): Work {
  const done = "The computer may go on.";
  if (user !== undefined) return actOn(allowComputerOf, text, { user, ...options }, done);
  const computer = computerIdOf(text);
  const { reason, note } = readReason(options);
  return async (context, { tell }) => {
    await allowComputer(context, { computer, reason, ...(note && { note }), by: commandLine.kind });
    tell(done);
  };
}

function actOn(
  act: typeof refuseComputerOf,
  text: string,
  { user: of, ...options }: OfUser & ReasonOptions,
  done: string,
): Work {
  const computer = computerIdOf(text);
  const user = userIdOf(of);
  const why = readReason(options);
  return async (context, { tell }) => {
    await act(context, operator, { user, computer, ...why });
    tell(done);
  };
}
