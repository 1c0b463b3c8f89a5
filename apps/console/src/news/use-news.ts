/** What has come up since a list was read: told beside it, since rows that move by themselves are pressed by mistake. */
import type { Overview } from "@mtoken/protocol/people";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Counts, newsSince } from "./news-since.ts";
import { overviewKey, useOverview } from "./use-overview.ts";

/** The figures of what a list shows. */
export type Counted = (overview: Overview) => Counts;

interface Standing {
  readAt: number;
  counts: Counts;
}

/** How many more there are than when the list was read, 0 where only others are; undefined where nothing has changed. */
export function useNews(counted: Counted | undefined, readAt: number): number | undefined {
  const enabled = counted !== undefined;
  const { data, dataUpdatedAt } = useOverview({ enabled });
  const [read, setRead] = useState<Standing>();
  const client = useQueryClient();
  // The figures of the moment at which the list was read are what later ones are compared with.
  useEffect(() => {
    if (enabled && readAt > 0) void client.invalidateQueries({ queryKey: overviewKey });
  }, [enabled, readAt, client]);
  if (counted === undefined || data === undefined) return undefined;
  const counts = counted(data);
  if (read?.readAt !== readAt) {
    if (dataUpdatedAt >= readAt) setRead({ readAt, counts });
    return undefined;
  }
  return newsSince(read.counts, counts);
}
