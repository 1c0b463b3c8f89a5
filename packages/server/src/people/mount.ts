/** Where the people API is mounted: who calls, and how the OpenAPI document says that one shows who one is. */
import type { SignedInCaller } from "./caller.ts";

/** What a request carries of who called it. */
interface Called {
  getDecorator<T>(name: string | symbol): T;
}

export interface Mount {
  callerOf(request: Called): SignedInCaller;
  security: readonly Readonly<Record<string, string[]>>[];
}

/** What every route of them says of itself. */
export function describedBy({ security }: Mount): { tags: string[]; security: Mount["security"] } {
  return { tags: ["people"], security };
}
