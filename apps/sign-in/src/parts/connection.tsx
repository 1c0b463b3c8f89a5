/** Says that the connection is lost, and that it is back: in sight, and to who listens. */
import { Notice } from "@mtoken/look";
import { useRef } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import type { Link } from "../state/stage.ts";

export function Connection({ link }: { link: Link }) {
  const wasLost = useRef(false);
  if (link === "lost") wasLost.current = true;
  return (
    <div role="status" class="connection">
      {link === "lost" && (
        <Notice tone="warn" icon="offline" title={messages.lost.title}>
          {messages.lost.other}
        </Notice>
      )}
      {link === "live" && wasLost.current && <span class="visually-hidden">{messages.lost.found}</span>}
    </div>
  );
}
