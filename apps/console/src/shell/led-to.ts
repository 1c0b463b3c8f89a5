/** The pages that the reader's navigation leads to, by their addresses, and what it calls them: for pages that lead on by the same words. */
import { createContext, useContext } from "react";

export const LedToContext = createContext<ReadonlyMap<string, string>>(new Map());

export function useLedTo(): ReadonlyMap<string, string> {
  return useContext(LedToContext);
}
