/** An overloaded server refuses at once, with a problem and the time to come again. */
import underPressure from "@fastify/under-pressure";
import { fastify } from "fastify";
import { expect, test } from "vitest";
import type { App } from "./app.ts";
import { refuseWhenOverloaded } from "./overload.ts";
import { answerProblems } from "./problem.ts";

test("an overloaded server answers unavailable, and when to come again", async () => {
  const app = fastify() as unknown as App;
  answerProblems(app);
  // A health check that fails counts as an overload, and is there without waiting for a measurement.
  const sick = { healthCheck: async () => false, healthCheckInterval: 60_000 };
  await app.register(underPressure, { ...refuseWhenOverloaded(2000), ...sick });
  app.get("/", async () => ({}));
  const answer = await app.inject({ url: "/" });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers["retry-after"]).toBe("5");
  expect(answer.json()).toMatchObject({ code: "unavailable" });
  await app.close();
});
