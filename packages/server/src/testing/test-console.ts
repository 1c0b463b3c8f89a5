/** A browser at the console, for the server's own tests: its cookies, and calls that a test can make late, twice, or wrong. */
import type { InteractionId, RequestId } from "@mtoken/protocol";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import type { SignInWorld } from "./sign-in-world.ts";
import type { TestComputer } from "./test-computer.ts";

export interface ConsoleAnswer {
  status: number;
  /** Read by {@link textIn} and {@link listIn}, or compared as a whole. */
  body: unknown;
  headers: Readonly<Record<string, unknown>>;
}

export interface ConsoleCall {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  body?: object;
  headers?: Readonly<Record<string, string | undefined>>;
}

export class TestConsole {
  readonly cookies = new Map<string, string>();
  readonly #app: App;
  readonly #origin: string;

  constructor(app: App, { config }: Context) {
    this.#app = app;
    this.#origin = config.consoleOrigin;
  }

  async call({ method = "POST", path, body, headers = {} }: ConsoleCall): Promise<ConsoleAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const sent = {
      ...(method !== "GET" && { origin: this.#origin }),
      ...(cookie !== "" && { cookie }),
      ...headers,
    };
    const answer = await this.#app.inject({
      ...{ method, url: path },
      headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)),
      ...(body !== undefined && { payload: body }),
    });
    for (const { name, value } of answer.cookies) {
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const isJson = String(answer.headers["content-type"]).includes("json");
    return { status: answer.statusCode, body: isJson ? answer.json() : answer.body, headers: answer.headers };
  }

  get(path: string, headers: ConsoleCall["headers"] = {}): Promise<ConsoleAnswer> {
    return this.call({ method: "GET", path, headers });
  }

  /** Until the sign-in page. */
  async begin(): Promise<InteractionId> {
    const uri = textIn(await this.call({ path: "/v1/session" }), "uri");
    return new URL(uri).pathname.replace("/i/", "") as InteractionId;
  }

  /** Where the sign-in page led back to. */
  async comeBack(returnTo: string): Promise<ConsoleAnswer> {
    const { pathname, search } = new URL(returnTo);
    return this.get(`${pathname}${search}`);
  }
}

/** A member of an answer that is text. */
export function textIn({ body }: Pick<ConsoleAnswer, "body">, member: string): string {
  return v.parse(v.object({ [member]: v.string() }), body)[member] ?? "";
}

const listSchema = v.object({
  items: v.array(v.looseObject({ id: v.string(), user: v.nullish(v.looseObject({ id: v.string() })) })),
  next: v.nullable(v.string()),
});

/** What a list's answer shows, and where its next page begins. */
export function listIn({ body }: Pick<ConsoleAnswer, "body">): v.InferOutput<typeof listSchema> {
  return v.parse(listSchema, body);
}

/** The world's phone confirms a sign-in to the console: where the sign-in page leads back to. */
export async function approvedReturn(
  world: SignInWorld,
  browser: TestConsole,
  known?: TestComputer,
): Promise<string> {
  const interaction = await browser.begin();
  const computer = known ?? (await world.newComputer());
  const { body } = await computer.begin(interaction);
  const request = body["request"] as RequestId;
  await world.approve(request);
  return String((await computer.redeem(interaction, request)).body["return_to"]);
}

/** A browser in which the user of the world's phone is signed in. */
export async function signedInConsole(
  world: SignInWorld,
  app: App,
  computer?: TestComputer,
): Promise<TestConsole> {
  const browser = new TestConsole(app, world.context);
  await browser.comeBack(await approvedReturn(world, browser, computer));
  return browser;
}
