/**
 * How things stand, asked for again by itself while somebody can see it, and when they come back to the window. None of that is an act of
 * theirs: the server is told so, and a console that nobody uses ends as before (docs/console-api.md).
 */
import type { Overview } from "@mtoken/protocol/people";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { api } from "../api/people-api.ts";

const everyMilliseconds = 30_000;

export const overviewKey = ["overview"] as const;

export function useOverview({ enabled = true }: { enabled?: boolean } = {}): UseQueryResult<Overview> {
  return useQuery({
    queryKey: overviewKey,
    queryFn: ({ client }) => api.overview({ polls: client.getQueryData(overviewKey) !== undefined }),
    enabled,
    refetchInterval: everyMilliseconds,
    refetchOnWindowFocus: "always",
    refetchOnReconnect: "always",
  });
}
