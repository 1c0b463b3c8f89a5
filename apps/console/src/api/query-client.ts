/** What was read is kept for a moment, and asked for anew when somebody comes back to it. Nothing is asked for on its own: that would keep a session awake. */
import { QueryClient } from "@tanstack/react-query";
import { codeOf } from "./console-error.ts";

const transient: readonly string[] = ["offline", "unavailable"];

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      networkMode: "always",
      retry: (count, error) => count < 2 && transient.includes(codeOf(error)),
    },
    mutations: { networkMode: "always", retry: false },
  },
});
