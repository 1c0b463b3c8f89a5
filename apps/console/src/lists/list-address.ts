/**
 * What a list shows is in its address: search, filters, and the cursor of its page, so that it can be kept and sent to a colleague, and
 * the browser's way back leads to the page before. The cursors on the way here go along with the history.
 */
import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";

interface Trail {
  /** The cursors of the pages before; the first page has none. */
  trail?: readonly (string | null)[];
}

export interface ListAddress {
  query: string;
  /** A filter's value, if the address has one of these. */
  filter<const Value extends string>(name: string, values: readonly Value[]): Value | undefined;
  cursor: string | undefined;
  hasPrevious: boolean;
  /** Another search or filter begins at the first page. */
  set(changes: Readonly<Record<string, string | undefined>>): void;
  next(cursor: string): void;
  previous(): void;
}

export function useListAddress(): ListAddress {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const { trail = [] } = useHistoryState<Trail | null>() ?? {};
  const parameters = useMemo(() => new URLSearchParams(search), [search]);
  const cursor = parameters.get("cursor") ?? undefined;

  const go = useCallback(
    (
      changes: Readonly<Record<string, string | undefined>>,
      options: { replace?: boolean; state?: Trail },
    ) => {
      const changed = new URLSearchParams(search);
      changed.delete("cursor");
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === "") changed.delete(name);
        else changed.set(name, value);
      }
      navigate(changed.size === 0 ? path : `${path}?${changed}`, options);
    },
    [search, path, navigate],
  );

  return {
    query: parameters.get("query") ?? "",
    filter: (name, values) => values.find((value) => value === parameters.get(name)),
    cursor,
    hasPrevious: cursor !== undefined,
    set: (changes) => go(changes, { replace: true }),
    next: (following) => go({ cursor: following }, { state: { trail: [...trail, cursor ?? null] } }),
    previous: () => go({ cursor: trail.at(-1) ?? undefined }, { state: { trail: trail.slice(0, -1) } }),
  };
}
