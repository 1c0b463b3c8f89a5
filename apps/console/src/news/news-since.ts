/** Figures that were counted twice. */
export type Counts = readonly (number | null)[];

/** How many more there are, 0 where there are none but others have gone; undefined where nothing has changed. */
export function newsSince(before: Counts, now: Counts): number | undefined {
  const changes = now.map((count, index) => (count ?? 0) - (before[index] ?? 0));
  if (changes.every((change) => change === 0)) return undefined;
  return changes.filter((change) => change > 0).reduce((sum, change) => sum + change, 0);
}
