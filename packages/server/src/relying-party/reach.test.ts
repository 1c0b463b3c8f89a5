/** A relying party that was registered for one company has nothing to do with the users of another. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { mpin, payment } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { codeOf } from "../testing/test-phone.ts";
import type { TestPortal } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";

describeEachEngine("a relying party of one company", (engine) => {
  let world: SignInWorld;
  let own: TestPortal;
  let foreign: TestPortal;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    own = await world.otherPortal({ companies: [await world.phones.addCompany(), world.phones.company] });
    foreign = await world.otherPortal({ companies: [await world.phones.addCompany()] });
  });
  afterAll(() => world.close());

  async function shownBy(portal: TestPortal) {
    const begun = await portal.beginSignIn();
    const computer = await world.newComputer();
    const { body } = await computer.begin(begun.interaction);
    return { ...begun, computer, request: body["request"] as Parameters<SignInWorld["frame"]>[0] };
  }

  it("asks its users to sign, and finds no others", async () => {
    const asked = { user: world.user, content: payment };
    expect(await own.call({ path: "/v1/signatures", body: asked })).toMatchObject({ status: 201 });
    expect(await foreign.call({ path: "/v1/signatures", body: asked })).toMatchObject({
      ...{ status: 404, body: { code: "not_found" } },
    });
  });

  it("signs its users in, and lets no others claim its sign-ins", async () => {
    const ours = await shownBy(own);
    await world.approve(ours.request);
    const theirs = await shownBy(foreign);
    const session = await world.phone.unlock(mpin);
    const link = await world.link(theirs.request);
    expect(await codeOf(world.claim(theirs.request, session))).toBe("company_refused");
    expect(await codeOf(world.phone.call(session, "request.claim", { link }))).toBe("company_refused");
    expect(await world.row(theirs.request)).toMatchObject({ status: "waiting", user_id: null });
  });

  it("gets nobody for a code, and nobody's list, once it does not reach the company any more", async () => {
    const shown = await shownBy(own);
    await world.approve(shown.request);
    const { body } = await shown.computer.redeem(shown.interaction, shown.request);
    const code = new URL(String(body["return_to"])).searchParams.get("code") ?? "";
    const asked = { user: world.user, content: payment };
    const { body: signature } = await own.call({ path: "/v1/signatures", body: asked });
    const listed = async () =>
      (await world.phone.unlock(mpin)).message4.requests?.map(({ request }) => String(request));
    expect(await listed()).toContain(signature["request"]);

    await world.context.database.kysely
      .updateTable("clients")
      .set({ companies: JSON.stringify([`cmp_${"0".repeat(26)}`]) })
      .where("id", "=", own.id)
      .execute();
    expect(await own.exchange(code, shown.verifier)).toMatchObject({ body: { code: "redemption_refused" } });
    expect(await listed()).not.toContain(signature["request"]);
  });
});
