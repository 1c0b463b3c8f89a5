/**
 * A title whose short compounds stay whole: a line may end behind a hyphen, but “sign-” at its end reads as another word. The text itself
 * stays as it is, for whoever listens to it, searches it or translates it.
 */
import type { ComponentChildren } from "preact";
import { splitCompounds } from "./words/split-compounds.ts";

export function unbroken(title: string): ComponentChildren {
  return splitCompounds(title).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={index} class="unbroken">
        {part}
      </span>
    ),
  );
}
