/** Screens that are loaded behind the first one, and a sign that they are when somebody is faster than the network. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { messages } from "./language/catalogue.ts";
import { CannotStart } from "./screens/cannot-start.tsx";
import { Working } from "./screens/working.tsx";
import { problemOf } from "./state/problem.ts";

/** `prepare` begins to load; a failure is told when the screens are needed. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | undefined;

  async function get(): Promise<void> {
    loaded ??= await load();
  }

  function prepare(): void {
    get().catch(() => undefined);
  }

  function Later(props: Props) {
    const [attempt, setAttempt] = useState(0);
    const [standing, setStanding] = useState<"loading" | "failed" | "there">("loading");
    useEffect(() => {
      get().then(
        () => setStanding("there"),
        () => setStanding("failed"),
      );
    }, [attempt]);

    if (loaded !== undefined) {
      const Screens = loaded;
      return <Screens {...props} />;
    }
    if (standing !== "failed") return <Working name="loading" title={messages.starting.title} />;
    const again = (): void => {
      setStanding("loading");
      setAttempt(attempt + 1);
    };
    return <CannotStart state={{ screen: "cannot-start", problem: problemOf("offline") }} send={again} />;
  }

  return { prepare, Later };
}
