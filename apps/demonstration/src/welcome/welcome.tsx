/** The whole page, drawn from how everybody stands. */
import { Notice, Wordmark } from "@mtoken/look";
import type { Cast } from "../api/cast.ts";
import { Facts } from "./facts.tsx";
import { messages } from "./messages.ts";
import { MoreToTry } from "./more-to-try.tsx";
import { PlayTheOthers } from "./play-the-others.tsx";
import { RightNow } from "./right-now.tsx";
import { Steps } from "./steps.tsx";

export interface WelcomeProps {
  /** Missing until the server has answered once. */
  cast: Cast | undefined;
  unreachable: boolean;
  /** Asks how everybody stands, now. */
  refresh(): void;
}

export function Welcome({ cast, unreachable, refresh }: WelcomeProps) {
  return (
    <>
      <header class="bar">
        <Wordmark />
        <span class="chip">{messages.demonstration}</span>
      </header>
      <main class="welcome">
        <div class="intro">
          <h1>{messages.title}</h1>
          <p class="lead">{messages.lead}</p>
        </div>
        <div role="status" class="unreachable">
          {unreachable && (
            <Notice tone="warn" icon="offline" title={messages.unreachable.title}>
              {messages.unreachable.text}
            </Notice>
          )}
        </div>
        {cast !== undefined && (
          <>
            <div class="stage">
              <Steps cast={cast} refresh={refresh} />
              <RightNow cast={cast} />
            </div>
            <MoreToTry cast={cast} refresh={refresh} />
            <PlayTheOthers cast={cast} />
            <Facts cast={cast} />
          </>
        )}
      </main>
    </>
  );
}
