/** Who is signed in, for every page beneath; and what they may do, by the table that the server enforces. */
import type { CompanyId, UserId } from "@mtoken/protocol";
import { type Act, type Me, mayAct, reachOf } from "@mtoken/protocol/people";
import { createContext, useContext } from "react";

export const MeContext = createContext<Me | undefined>(undefined);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === undefined) throw new TypeError("This page is for who is signed in");
  return me;
}

/** Whom an act is about; without a user it is about the company as a whole. */
export interface About {
  company: CompanyId;
  user?: UserId;
}

/** Whether they may do it about this user or company. A button that would be refused is not shown. */
export function useMay(): (act: Act, about: About) => boolean {
  const me = useMe();
  return (act, { company, user }) =>
    mayAct({ user: me.user.id, company: me.company.id, role: me.role }, act, {
      company,
      // Who sees another company is the operator's, and there is one operator.
      kind: company === me.company.id ? me.company.kind : "client",
      ...(user !== undefined && { user }),
    });
}

/** Whether it is theirs to do about more than themselves: what decides which pages they are led to. */
export function reachesOthers({ role }: Me, act: Act): boolean {
  return reachOf(role, act).some((reach) => reach !== "own");
}

export function reachesCompanies({ role }: Me, act: Act): boolean {
  return reachOf(role, act).includes("clients");
}
