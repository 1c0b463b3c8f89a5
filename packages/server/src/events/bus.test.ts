/** Events reach every listener, in this process and in others, and survive a broken connection. */
import { newRequestId } from "@mtoken/protocol";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { useServer } from "../testing/use-server.ts";
import { type EventBus, LocalBus, type Topic } from "./bus.ts";
import { openPostgresBus } from "./postgres-bus.ts";

const newTopic = (): Topic => `request:${newRequestId()}`;

/** Resolves when the topic is heard. */
function heard(bus: EventBus, topic: Topic): Promise<void> {
  return new Promise((resolve) => {
    const end = bus.subscribe(topic, () => {
      end();
      resolve();
    });
  });
}

describe("the local bus", () => {
  test("tells each listener of the topic, and no other", () => {
    const bus = new LocalBus(() => {});
    const [topic, other] = [newTopic(), newTopic()];
    const calls: string[] = [];
    bus.subscribe(topic, () => calls.push("first"));
    bus.subscribe(topic, () => calls.push("second"));
    bus.subscribe(other, () => calls.push("other"));
    bus.publish(topic);
    expect(calls).toEqual(["first", "second"]);
  });

  test("tells nobody who has left, even while it tells the others", () => {
    const bus = new LocalBus(() => {});
    const topic = newTopic();
    const calls: string[] = [];
    const end = bus.subscribe(topic, () => calls.push("a"));
    bus.subscribe(topic, () => {
      end();
      calls.push("b");
    });
    bus.publish(topic);
    bus.publish(topic);
    expect(calls).toEqual(["a", "b", "b"]);
  });

  test("keeps a listener that came when the last one left", () => {
    const bus = new LocalBus(() => {});
    const topic = newTopic();
    let calls = 0;
    const end = bus.subscribe(topic, () => {});
    end();
    bus.subscribe(topic, () => (calls += 1));
    end();
    bus.publish(topic);
    expect(calls).toBe(1);
  });

  test("remembers for a watch what was told since it began", () => {
    const bus = new LocalBus(() => {});
    const [before, since, never] = [newTopic(), newTopic(), newTopic()];
    bus.publish(before);
    const watch = bus.watch();
    bus.publish(since);
    expect([before, since, never].map((topic) => watch.heard(topic))).toEqual([false, true, false]);
    watch.end();
    bus.publish(never);
    expect(watch.heard(never)).toBe(false);
  });

  test("has a watch look at everything again when events may have been missed", () => {
    const bus = new LocalBus(() => {});
    const watch = bus.watch();
    bus.emitAll();
    expect(watch.heard(newTopic())).toBe(true);
  });

  test("goes on when a listener fails", () => {
    const bus = new LocalBus(() => {});
    const topic = newTopic();
    let calls = 0;
    bus.subscribe(topic, () => {
      throw new Error("a listener's own mistake");
    });
    bus.subscribe(topic, () => (calls += 1));
    expect(() => bus.publish(topic)).not.toThrow();
    expect(calls).toBe(1);
  });
});

describe.skipIf(inject("mtokenEngines").postgres === null)("the bus on PostgreSQL", () => {
  const server = useServer("postgresql");
  let other: EventBus;
  beforeAll(async () => {
    const { database, config, log } = server.context;
    other = await openPostgresBus({ url: config.databaseUrl ?? "", database, log });
  });
  afterAll(() => other.close());

  test("reaches the listeners of another process", async () => {
    const topic = newTopic();
    const arrived = heard(other, topic);
    server.context.events.publish(topic);
    await arrived;
  });

  test("tells the listeners of its own process at once, and once", async () => {
    const [topic, last] = [newTopic(), newTopic()];
    let calls = 0;
    server.context.events.subscribe(topic, () => (calls += 1));
    server.context.events.publish(topic);
    expect(calls).toBe(1);
    // What comes back from the database comes in order: after the last one the first would have come.
    const [there, back] = [heard(other, last), heard(server.context.events, last)];
    server.context.events.publish(last);
    await there;
    await back;
    const answer = newTopic();
    const returned = heard(server.context.events, answer);
    other.publish(answer);
    await returned;
    expect(calls).toBe(1);
  });

  test("passes on thousands at once", async () => {
    const topics = Array.from({ length: 2500 }, newTopic);
    const arrived = Promise.all(topics.map((topic) => heard(other, topic)));
    for (const topic of topics) server.context.events.publish(topic);
    await arrived;
  });

  test("tells the others later what was published while its own connection broke", async () => {
    const { database, config, log } = server.context;
    const kysely = database.kysely;
    for (const _ of [1, 2, 3, 4, 5]) {
      const breaking = await openPostgresBus({ url: config.databaseUrl ?? "", database, log });
      const topic = newTopic();
      const arrived = heard(other, topic);
      // Its own is the one that was opened last; the others' stand, so nobody there looks again.
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'mtoken events' and datname = current_database()
        order by backend_start desc limit 1
      `.execute(kysely);
      breaking.publish(topic);
      await arrived;
      await breaking.close();
    }
  });

  test("listens again after its connection was cut, and has everybody look again", async () => {
    const topic = newTopic();
    const looked = heard(other, topic);
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'mtoken events' and pid <> pg_backend_pid() and datname = current_database()
    `.execute(server.context.database.kysely);
    await looked;
    const next = newTopic();
    const arrived = heard(other, next);
    server.context.events.publish(next);
    await arrived;
  });
});
