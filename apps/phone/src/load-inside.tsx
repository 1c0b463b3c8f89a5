/** Loads the inner screens behind the first one, and shows that it does when somebody is faster than the network. */
import { useEffect, useState } from "preact/hooks";
import type { InsideProps } from "./inside.tsx";
import { messages } from "./language/catalogue.ts";
import { CannotStart } from "./screens/cannot-start.tsx";
import { Working } from "./screens/working.tsx";
import { problemOf } from "./state/problem.ts";

type Inside = typeof import("./inside.tsx")["Inside"];

let loaded: Inside | undefined;

async function loadInside(): Promise<Inside> {
  loaded ??= (await import("./inside.tsx")).Inside;
  return loaded;
}

/** Begins to load. A failure is told when the screens are needed. */
export function prepareInside(): void {
  loadInside().catch(() => undefined);
}

export function LoadInside(props: InsideProps) {
  const [attempt, setAttempt] = useState(0);
  const [standing, setStanding] = useState<"loading" | "failed" | "there">("loading");
  useEffect(() => {
    loadInside().then(
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
