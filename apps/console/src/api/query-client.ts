/** What was read is kept for a moment, and asked for anew when somebody comes back to it. Nothing but figures is asked for on its own (news/): rows stay where they are under a finger. */
import { QueryClient } from "@tanstack/react-query";
import { codeOf } from "./console-error.ts";

const transient: readonly string[] = ["offline", "unavailable"];

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: "always",
      retry: (count, error) => count < 2 && transient.includes(codeOf(error)),
    },
    mutations: { networkMode: "always", retry: false },
  },
});
