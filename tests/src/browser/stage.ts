/**
 * The whole product on one stage: the demonstration's three servers, a computer's browser, a phone's, and the phone's
 * camera before the computer's screen. Pictures of every scene are kept in tests/output/main-job.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningDemonstration } from "@mtoken/cli/demonstration";
import { startDemonstration } from "@mtoken/cli/demonstration";
import type { BrowserContext, Page } from "playwright-core";
import { launchProfile, type ProfileOptions } from "../chromium.ts";
import { freePorts } from "../free-ports.ts";
import { useTemplate } from "../use-template.ts";
import { Camera } from "./camera.ts";
import { ComputerPage } from "./computer-page.ts";
import { Darkroom } from "./darkroom.ts";
import { PhonePage } from "./phone-page.ts";
import { RunningClock } from "./running-clock.ts";
import { Watch } from "./watch.ts";

const computerScreen = { viewport: { width: 1280, height: 800 } };
const phoneScreen = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
/** Machines that do much else besides are slow; nothing here is measured. */
const patience = 90_000;

/** Where the pictures go. */
const pictures = join(import.meta.dirname, "../../output/main-job");

export interface Origins {
  server: string;
  signIn: string;
  portal: string;
}

export class Stage {
  readonly demonstration: RunningDemonstration;
  readonly origins: Origins;
  readonly computer: ComputerPage;
  readonly phone: PhonePage;
  readonly camera: Camera;
  readonly watch: Watch;
  readonly #clock: RunningClock;
  readonly #folder: string;
  readonly #browsers: BrowserContext[];
  #count = 0;

  private constructor(parts: {
    demonstration: RunningDemonstration;
    clock: RunningClock;
    folder: string;
    camera: Camera;
    watch: Watch;
    browsers: [computer: Browsing, phone: Browsing];
    darkroom: Darkroom;
  }) {
    const [computer, phone] = parts.browsers;
    this.demonstration = parts.demonstration;
    this.origins = originsOf(parts.demonstration);
    this.computer = new ComputerPage(computer.page, {
      portal: this.origins.portal,
      darkroom: parts.darkroom,
    });
    this.phone = new PhonePage(phone.page, this.origins.server);
    this.camera = parts.camera;
    this.watch = parts.watch;
    this.#clock = parts.clock;
    this.#folder = parts.folder;
    this.#browsers = [computer.context, phone.context];
  }

  static async open(): Promise<Stage> {
    rmSync(pictures, { recursive: true, force: true });
    mkdirSync(pictures, { recursive: true });
    const folder = mkdtempSync(join(tmpdir(), "mtoken-stage-"));
    const clock = new RunningClock();
    const data = join(folder, "data");
    useTemplate(data);
    const demonstration = await startDemonstration({ data, port: await freePorts(4), clock });
    const watch = new Watch(Object.values(originsOf(demonstration)));
    const camera = new Camera(join(folder, "camera.y4m"));
    const computer = await browse(join(folder, "computer"), clock.now(), computerScreen);
    const phone = await browse(join(folder, "phone"), clock.now(), { ...phoneScreen, flags: camera.flags });
    await watch.follow(computer.context, "computer");
    await watch.follow(phone.context, "phone");
    const darkroom = new Darkroom(await computer.context.newPage());
    return new Stage({
      demonstration,
      clock,
      folder,
      camera,
      watch,
      browsers: [computer, phone],
      darkroom,
    });
  }

  /** One more phone, whose user lets the app use no camera. */
  async openPhoneWithoutCamera(): Promise<PhonePage> {
    const flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream=deny"];
    const profile = join(this.#folder, "other-phone");
    const { context, page } = await browse(profile, this.now, { ...phoneScreen, flags });
    this.#browsers.push(context);
    await this.watch.follow(context, "other phone");
    return new PhonePage(page, this.origins.server);
  }

  /** Time goes on for everybody: the server, the portal, the computer and the phone. */
  async pass(seconds: number): Promise<void> {
    this.#clock.advance(seconds);
    await Promise.all(this.#browsers.map((context) => context.clock.fastForward(seconds * 1000)));
  }

  /** The same, while the phone sleeps: no timer of its page runs, and none makes up for it as it wakes. */
  async passAsleep(seconds: number): Promise<void> {
    const { page, context } = this.phone;
    const session = await context.newCDPSession(page);
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    this.#clock.advance(seconds);
    await context.clock.setSystemTime(this.now);
    const others = this.#browsers.filter((browser) => browser !== context);
    await Promise.all(others.map(({ clock }) => clock.fastForward(seconds * 1000)));
    await session.send("Page.setWebLifecycleState", { state: "active" });
    await session.detach();
  }

  get now(): Date {
    return this.#clock.now();
  }

  /** Holds the phone's camera before the computer's screen, whose code goes on rotating, until the phone has read it. */
  async scan(): Promise<void> {
    let isRead = false;
    const end = (): void => void (isRead = true);
    const read = this.phone.title("Scan the code").waitFor({ state: "detached" });
    read.then(end, end);
    await this.computer.film(
      (picture) => this.camera.lookAt(picture),
      () => isRead,
    );
    await read;
    this.camera.lookAway();
  }

  /** Keeps a picture of the scene, under the next number. */
  async picture(of: ComputerPage | PhonePage, title: string): Promise<void> {
    this.#count += 1;
    const who = of === this.computer ? "computer" : "phone";
    const name = `${String(this.#count).padStart(2, "0")}-${who}-${title.replaceAll(" ", "-")}.png`;
    // Hiding the caret would add a style that the pages' own policy forbids.
    await of.page.screenshot({ path: join(pictures, name), caret: "initial", animations: "disabled" });
  }

  async close(): Promise<void> {
    await Promise.all(this.#browsers.map((context) => context.close()));
    await this.demonstration.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

interface Browsing {
  context: BrowserContext;
  page: Page;
}

async function browse(profile: string, time: Date, options: ProfileOptions): Promise<Browsing> {
  const context = await launchProfile(profile, { locale: "en-GB", ...options });
  context.setDefaultTimeout(patience);
  await context.clock.install({ time });
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page };
}

function originsOf({ context, cast }: RunningDemonstration): Origins {
  const { serverOrigin, signInOrigin } = context.config;
  return { server: serverOrigin, signIn: signInOrigin, portal: cast.portal };
}
