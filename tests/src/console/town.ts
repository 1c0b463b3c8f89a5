/**
 * A bank, its client companies and their people, as they might be on a Monday morning: for the console's stories and its pictures. One
 * phone is real; those of the others are copies that nobody holds, and who looks at the console is signed in without one.
 */
import type { CompanyId, DeviceId, UserId } from "@mtoken/protocol";
import type { Role } from "@mtoken/protocol/people";
import {
  type Config,
  createCompany,
  createUser,
  deactivateDeviceOf,
  inviteUser,
  listUsers,
  operatorAtCommandLine,
} from "@mtoken/server";
import { copyDevice, openedConsole } from "@mtoken/server/testing";
import type { BrowserContext } from "playwright-core";
import { RunningClock } from "../browser/running-clock.ts";
import { World } from "../main-job/world.ts";
import { happenings } from "./happenings.ts";
import { type Places, placesOf } from "./places.ts";

const firstNames =
  "Aisha Bart Chiara Daan Elena Femke Gijs Hanna Ibrahim Jasmijn Karim Lotte Mila Noor Omar Petra Quinten Roos Sanne Thijs Umut Vera Willem Xenia Youssef Zoë".split(
    " ",
  );
const lastNames =
  "de Vries,Bakker,Çelik,Dijkstra,El Amrani,Fischer,de Groot,Hoekstra,Ivanova,Jacobs,Kowalski,van Leeuwen,Meijer,Nguyễn,Ó Briain,Peeters,Rossi,Smit,Timmermans,Visser".split(
    ",",
  );
const companies = [
  "Alders & Zonen",
  "Blauwbrug Shipping",
  "Cobalt Instruments",
  "De Gouden Schakel",
  "Eik Vastgoed",
  "Harbour Flour Mill",
  "Isola Ceramics",
  "Kamer Twaalf",
  "Lumen Theatertechniek",
  "Van der Meer Transport",
];

export interface Person {
  name: string;
  role: Role;
  user: UserId;
  company: CompanyId;
  device: DeviceId;
  fingerprint: string;
}

export interface TownOptions {
  colleagues?: number;
  customers?: number;
  settings?: Partial<Config>;
}

/** Somebody more, who has a phone that nobody holds. */
export interface NewPerson {
  name: string;
  role: Role;
  company: CompanyId;
  mail?: string;
  /** Of the phone. */
  status?: "awaiting-approval";
}

export class Town {
  readonly world: World;
  readonly clock: RunningClock;
  readonly bank: CompanyId;
  readonly bakery: CompanyId;
  readonly people: Readonly<Record<Role, Person>>;
  readonly #template: DeviceId;

  private constructor(
    parts: Pick<Town, "world" | "clock" | "bank" | "bakery" | "people">,
    template: DeviceId,
  ) {
    this.world = parts.world;
    this.clock = parts.clock;
    this.bank = parts.bank;
    this.bakery = parts.bakery;
    this.people = parts.people;
    this.#template = template;
  }

  /** Five people, one of each role; so many colleagues of Anna and Bram, who left this and that undone; so many customers of the bank. */
  static async open({ colleagues = 0, customers = 0, settings = {} }: TownOptions = {}): Promise<Town> {
    const clock = new RunningClock();
    const world = await World.start(undefined, settings, clock);
    const { context } = world.server;
    const bank = await createCompany(context, { name: "Rijnland Bank", kind: "operator" });
    const bakery = await createCompany(context, { name: "Northwind Bakery", policy: { approval: true } });
    const device = await realDevice(world);
    const make = (name: string, role: Role): Promise<Person> => {
      const company = role === "user" || role === "administrator" ? bakery : bank;
      const mail = `${name.split(" ")[0]?.toLowerCase()}@${company === bank ? "rijnland" : "northwind"}.example`;
      return addPerson(world, device, { name, role, company, mail });
    };
    const people = {
      user: await make("Anna Jansen", "user"),
      administrator: await make("Bram Visser", "administrator"),
      helpdesk: await make("Hugo Lindqvist", "helpdesk"),
      officer: await make("Olivia Marchetti", "officer"),
      auditor: await make("Arjan Steenbergen", "auditor"),
    };
    const town = new Town({ world, clock, bank, bakery, people }, device);
    await populate(town, device, { colleagues, customers });
    return town;
  }

  add(person: NewPerson): Promise<Person> {
    return addPerson(this.world, this.#template, person);
  }

  /** Signs somebody in, in this browser. */
  async signIn(browser: BrowserContext, who: Role | Person): Promise<void> {
    const { context, origins } = this.world.server;
    const person = typeof who === "string" ? this.people[who] : who;
    const { name, value } = await openedConsole(context, person);
    // Chromium takes localhost for secure when the server gives this cookie, and not when a test does.
    const url = origins.console.replace("http:", "https:");
    await browser.addCookies([{ name, value, url, httpOnly: true, secure: true, sameSite: "Lax" }]);
  }

  /** Makes, once, what pages are about that are not Anna's. */
  places(): Promise<Places> {
    return placesOf(this);
  }

  close(): Promise<void> {
    return this.world.close();
  }
}

async function addPerson(
  { server: { context } }: World,
  template: DeviceId,
  { status, ...person }: NewPerson,
): Promise<Person> {
  const { name, role, company } = person;
  const user = await createUser(context, person);
  const copied = await copyDevice(context, template, { user, company, ...(status && { status }) });
  return { name, role, user, company, ...copied };
}

async function populate(
  town: Town,
  template: DeviceId,
  { colleagues, customers }: { colleagues: number; customers: number },
): Promise<void> {
  const { context } = town.world.server;
  let count = 0;
  for (const company of [town.bakery, ...(await addCompanies(town, customers))]) {
    const isBakery = company === town.bakery;
    for (let one = 0; one < (isBakery ? colleagues : 3); one += 1) {
      const role = one === 0 && !isBakery ? "administrator" : "user";
      const name = nameOf(count);
      const user = await createUser(context, { company, name, role, mail: mailOf(name, company, town) });
      await equip(town, template, { user, company, place: one });
      count += 1;
      town.clock.advance(60 * 47);
    }
  }
  await datePhones(town);
  await happenings(town);
}

function nameOf(count: number): string {
  return `${firstNames[(count * 7) % firstNames.length]} ${lastNames[(count * 3) % lastNames.length]}`;
}

/** Some have none. */
function mailOf(name: string, company: CompanyId, { bakery }: Town): string | undefined {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z ]/g, "")
    .split(" ");
  return company === bakery ? `${words.join(".")}@northwind.example` : undefined;
}

/** Most have a phone; some are invited, some wait, some have had one, and a few have none. */
async function equip(
  { world }: Town,
  template: DeviceId,
  { place, ...owner }: { user: UserId; company: CompanyId; place: number },
): Promise<void> {
  const { context } = world.server;
  if (place === 9) await freeze(world, owner.user);
  if (place % 9 === 4) await inviteUser(context, { user: owner.user });
  else if (place % 20 === 7) await copyDevice(context, template, { ...owner, status: "awaiting-approval" });
  else if (place % 13 === 6) return;
  else {
    const { device } = await copyDevice(context, template, owner);
    if (place % 11 === 5)
      await deactivateDeviceOf(context, operatorAtCommandLine, { device, reason: "replaced" });
  }
}

async function freeze({ server: { context } }: World, user: UserId): Promise<void> {
  const { database, clock } = context;
  await database.kysely.updateTable("users").set({ frozen_at: clock.now() }).where("id", "=", user).execute();
}

/** Each phone was activated when it came, and unlocked some time since. */
async function datePhones({ world, clock }: Town): Promise<void> {
  const { kysely } = world.server.context.database;
  await kysely
    .updateTable("devices")
    .set(({ ref }) => ({ activated_at: ref("created_at"), used_at: clock.now() }))
    .where("status", "=", "active")
    .execute();
}

async function addCompanies({ world, clock }: Town, count: number): Promise<CompanyId[]> {
  const added: CompanyId[] = [];
  for (const name of companies.slice(0, count)) {
    clock.advance(3600 * 5);
    added.push(await createCompany(world.server.context, { name, policy: { approval: true } }));
  }
  return added;
}

async function realDevice(world: World): Promise<DeviceId> {
  const { user } = await world.activePhone();
  const [device] = (await listUsers(world.server.context)).find(({ id }) => id === user)?.devices ?? [];
  if (device === undefined) throw new Error("A phone that was activated is not listed");
  return device.id;
}
