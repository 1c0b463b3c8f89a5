/** What is beneath is for who is signed in: others are led to the sign-in page, and back to where they were. */
import type { Me } from "@mtoken/protocol/people";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useLocation } from "wouter";
import { onCalls } from "../api/call.ts";
import { codeOf } from "../api/console-error.ts";
import { api } from "../api/people-api.ts";
import { Loading } from "../parts/loading.tsx";
import { Problem } from "../parts/problem.tsx";
import { IdleWatch } from "./idle-watch.tsx";
import { leaveFor } from "./leave.ts";
import { MeContext } from "./me.tsx";
import { signsOut } from "./sign-out.ts";
import { keepWayBack, useOpenPage } from "./way-back.ts";

export function SignedIn({ children }: { children: ReactNode }) {
  const { data: me, error, refetch } = useQuery({ queryKey: ["me"], queryFn: api.me, staleTime: 60_000 });
  const isOut = error !== null && codeOf(error) === "sign_in_required" && me === undefined;
  useLeaving(me);
  useSendingToSignIn(isOut);
  if (me !== undefined) {
    return (
      <MeContext value={me}>
        {children}
        <IdleWatch sessionEnds={me.session_ends} />
      </MeContext>
    );
  }
  if (error !== null && !isOut) return <Problem error={error} onAgain={() => void refetch()} />;
  return <Loading />;
}

/** A session may end under the reader's hands: with its device, by a freeze, or by its hours. */
function useLeaving(me: Me | undefined): void {
  const client = useQueryClient();
  const here = useOpenPage();
  const isIn = me !== undefined;
  useEffect(() => {
    if (!isIn) return;
    return onCalls({
      used: () => undefined,
      ended() {
        if (signsOut()) return;
        keepWayBack(here);
        client.clear();
        leaveFor("ended");
      },
    });
  }, [isIn, here, client]);
}

function useSendingToSignIn(isOut: boolean): void {
  const [, navigate] = useLocation();
  const here = useOpenPage();
  useEffect(() => {
    if (!isOut) return;
    keepWayBack(here);
    navigate("/sign-in", { replace: true });
  }, [isOut, here, navigate]);
}
