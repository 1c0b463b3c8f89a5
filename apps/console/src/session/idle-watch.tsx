/** Warns before a session ends for want of use, or by its hours; and when it has ended, takes what is on the screen away. */
import { Button, Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import { api } from "../api/people-api.ts";
import { formats, messages } from "../language/catalogue.ts";
import { idleMilliseconds, lastUse, onUse, warnedMilliseconds } from "./last-use.ts";
import { leaveFor } from "./leave.ts";
import { keepWayBack, useOpenPage } from "./way-back.ts";

type Watched = { kind: "used" } | { kind: "idle" | "last"; ends: number };

export function IdleWatch({ sessionEnds }: { sessionEnds: number }) {
  const [watched, setWatched] = useState<Watched>({ kind: "used" });
  const [isDismissed, dismiss] = useState(false);
  const here = useOpenPage();
  useEffect(() => {
    let timer = 0;
    function look(): void {
      const now = Date.now();
      const last = sessionEnds * 1000;
      const ends = Math.min(lastUse() + idleMilliseconds, last);
      if (now >= ends) {
        keepWayBack(here);
        leaveFor(ends === last ? "ended" : "idle");
        return;
      }
      const warnAt = ends - warnedMilliseconds;
      setWatched(now < warnAt ? { kind: "used" } : { kind: ends === last ? "last" : "idle", ends });
      clearTimeout(timer);
      timer = window.setTimeout(look, (now < warnAt ? warnAt : ends) - now);
    }
    look();
    const forget = onUse(look);
    // Timers stand still while a computer sleeps.
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      forget();
      document.removeEventListener("visibilitychange", look);
    };
  }, [sessionEnds, here]);

  const words = messages.idle;
  if (watched.kind === "used") return null;
  const time = new Intl.DateTimeFormat(formats, { timeStyle: "short" }).format(watched.ends);
  const isLast = watched.kind === "last";
  return (
    <Modal
      opened={!(isLast && isDismissed)}
      onClose={() => (isLast ? dismiss(true) : void api.me().catch(() => undefined))}
      withCloseButton={false}
      title={words.title}
    >
      <div className="stack">
        <p>{isLast ? words.last({ time }) : words.text({ time })}</p>
        <div className="dialog-buttons">
          {isLast ? (
            <Button onClick={() => dismiss(true)}>{words.understood}</Button>
          ) : (
            <Button onClick={() => void api.me().catch(() => undefined)}>{words.stay}</Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
