/** One invitation at a time: made on request, forgotten once the phone has used it. */
import { ProtocolError } from "@mtoken/protocol";
import { useEffect, useRef, useState } from "preact/hooks";
import { invite as askForInvitation, type Device, type Invitation, type Person } from "../api/cast.ts";
import { messages } from "./messages.ts";
import { openEmptyPhone } from "./windows.ts";

interface Options {
  person: Person;
  opensPhone: boolean;
  /** The person's phone. When another one becomes active, the secrets are used up and vanish from the page. */
  used: Device | undefined;
  afterwards(): void;
}

export interface InvitationState {
  invitation: Invitation | undefined;
  problem: string | undefined;
  working: boolean;
  windowBlocked: boolean;
  invite(): void;
}

export function useInvitation({ person, opensPhone, used, afterwards }: Options): InvitationState {
  const [invitation, setInvitation] = useState<Invitation>();
  const [problem, setProblem] = useState<string>();
  const [working, setWorking] = useState(false);
  const [windowBlocked, setWindowBlocked] = useState(false);
  const active = used?.status === "active" ? used.id : undefined;
  const before = useRef(active);
  useEffect(() => {
    if (active !== undefined && active !== before.current) setInvitation(undefined);
    before.current = active;
  }, [active]);

  async function invite(): Promise<void> {
    const phone = opensPhone ? openEmptyPhone() : undefined;
    setWorking(true);
    setProblem(undefined);
    try {
      const made = await askForInvitation(person);
      setInvitation(made);
      setWindowBlocked(opensPhone && phone === undefined);
      phone?.show(made.link);
      afterwards();
    } catch (error) {
      phone?.close();
      setProblem(problemText(error));
    } finally {
      setWorking(false);
    }
  }

  return { invitation, problem, working, windowBlocked, invite: () => void invite() };
}

/** What the page says when the server has refused, or has not answered. */
export function problemText(error: unknown): string {
  if (error instanceof ProtocolError) return messages.refused(error.code);
  return messages.unreachable.text;
}
