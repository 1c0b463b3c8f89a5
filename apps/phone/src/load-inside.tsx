/** Loads the inner screens behind the first one. */
import { later } from "./later.tsx";

export const { prepare: prepareInside, Later: LoadInside } = later(
  async () => (await import("./inside.tsx")).Inside,
);
