/** The portal: signed out, or signed in; and what to say when it changes. */
import { ProtocolError, type SignInEnd } from "@mtoken/protocol";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { fetchSession, type SignedIn, signOut } from "../api/portal.ts";
import { Frame } from "./frame.tsx";
import { messages, type Notice } from "./messages.ts";
import { SignedInPage } from "./signed-in-page.tsx";
import { SignedOutPage } from "./signed-out-page.tsx";

const retryMilliseconds = 2_000;
/** The portal's own, and mtoken's to a portal whose user has to sign in again. */
const endingCodes = ["session_ended", "sign_in_required"];

export function Portal({ arrived }: { arrived: Notice | undefined }) {
  const [session, setSession] = useState<SignedIn | "none">();
  const [notice, setNotice] = useState(arrived);
  const [unreachable, setUnreachable] = useState(false);
  const [left, setLeft] = useState(false);
  const [end, setEnd] = useState<SignInEnd>();

  useEffect(() => {
    let timer: number | undefined;
    async function load(): Promise<void> {
      try {
        const found = await fetchSession();
        setSession(found.status === "signed-in" ? found : "none");
        setUnreachable(false);
        if (found.status === "ended") {
          setNotice("ended");
          setEnd(found.reason ?? undefined);
        }
      } catch {
        setUnreachable(true);
        timer = window.setTimeout(load, retryMilliseconds);
      }
    }
    void load();
    return () => window.clearTimeout(timer);
  }, []);

  const leave = useCallback((reason: Notice) => {
    setSession("none");
    setNotice(reason);
    setLeft(true);
  }, []);

  /** What the page asks by itself may learn of a sign-out before the sign-out has its answer. */
  const isLeaving = useRef(false);
  const onEnded = useCallback(
    (reason: SignInEnd | undefined) => {
      if (isLeaving.current) return;
      leave("ended");
      setEnd(reason);
    },
    [leave],
  );

  /** True when the session is over, and the page has said so. */
  const isOver = useCallback(
    (error: unknown): boolean => {
      if (!(error instanceof ProtocolError) || !endingCodes.includes(error.code)) return false;
      onEnded(undefined);
      fetchSession().then(
        (found) => setEnd(found.status === "ended" ? (found.reason ?? undefined) : undefined),
        () => {},
      );
      return true;
    },
    [onEnded],
  );

  async function goOut(): Promise<void> {
    isLeaving.current = true;
    try {
      await signOut();
      leave("signed-out");
    } catch {
      setUnreachable(true);
    }
    isLeaving.current = false;
  }

  const signedIn = typeof session === "object" ? session : undefined;
  const company = signedIn?.company.name;
  useEffect(() => {
    document.title = company === undefined ? messages.bank : `${company}, ${messages.bank}`;
  }, [company]);

  return (
    <Frame signedIn={signedIn} unreachable={unreachable} onSignOut={() => void goOut()}>
      {session === undefined && <h1 class="visually-hidden">{messages.bank}</h1>}
      {session === "none" && (
        <SignedOutPage notice={notice} end={end} origin={location.origin} focus={left} />
      )}
      {signedIn !== undefined && (
        <SignedInPage session={signedIn} notice={notice} isOver={isOver} onEnded={onEnded} />
      )}
    </Frame>
  );
}
