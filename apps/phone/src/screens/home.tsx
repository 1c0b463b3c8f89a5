/** The unlocked phone: what waits, and the one large way on. */
import type { AskedEnrolment } from "@mtoken/device";
import { Button, Icon, Notice } from "@mtoken/look";
import type { RequestSummary } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { PushOffer } from "../parts/push-offer.tsx";
import { Screen } from "../parts/screen.tsx";
import { useNow } from "../parts/use-now.ts";
import { WaitingRequest } from "../parts/waiting-request.tsx";
import { Whose } from "../parts/whose.tsx";
import { isUnanswered } from "../state/problem.ts";
import { computerName } from "../words/computer-name.ts";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Home({ state, send }: ScreenPropsOf<"home">) {
  const words = messages.home;
  const { profile, requests, enrolment, unread, push, wrongTriesBefore, mpinOutlived } = state.account;
  const unanswered = isUnanswered(state.problem);
  const corner = (
    <>
      <Whose profile={profile} />
      <button type="button" class="corner" onClick={() => send({ type: "settings-asked" })}>
        <Icon name="device" />
        <span>{words.settings}</span>
      </button>
      <button type="button" class="corner" onClick={() => send({ type: "signed-out" })}>
        <Icon name="leave" />
        <span>{words.signOut}</span>
      </button>
    </>
  );
  const actions = (
    <>
      <button type="button" class="scan-button" onClick={() => send({ type: "scan-asked" })}>
        <Icon name="scan" />
        <span>
          <strong>{words.scan}</strong>
          <span>{words.scanHint}</span>
        </span>
      </button>
      <Button wide kind="quiet" onPress={() => send({ type: "typed-code-asked" })}>
        {words.typed}
      </Button>
    </>
  );
  return (
    <Screen name={state.screen} title={titleOf(state)} corner={corner} actions={actions}>
      <ProblemNotice problem={state.problem} />
      {unanswered && (
        <Button kind="plain" onPress={() => send({ type: "try-again" })}>
          {messages.tryAgain}
        </Button>
      )}
      {mpinOutlived && (
        <Notice tone="quiet" icon="alert" title={words.outlived}>
          {words.outlivedText}
          <Button onPress={() => send({ type: "change-mpin-asked" })}>{messages.settings.changeMpin}</Button>
        </Notice>
      )}
      {wrongTriesBefore > 0 && (
        <Notice tone="quiet" icon="alert" title={words.wrongTries({ count: wrongTriesBefore })}>
          {words.wrongTriesText}
          <Button onPress={() => send({ type: "freeze-asked" })}>{messages.settings.freeze}</Button>
        </Notice>
      )}
      {/* Around nothing as well: the first to come would be said by few readers if this came with it. */}
      <div class="news" aria-live="polite">
        {listsRequests(state) && (
          <Waiting
            requests={requests}
            elsewise={enrolment !== null}
            unanswered={unanswered}
            onChoose={(request) => send({ type: "request-chosen", request })}
          />
        )}
        {enrolment !== null && (
          <AskingComputer asked={enrolment} onChoose={() => send({ type: "enrolment-chosen" })} />
        )}
        {!listsRequests(state) && <p class="quiet empty">{words.readyText}</p>}
      </div>
      <button type="button" class="inbox-button" onClick={() => send({ type: "inbox-asked" })}>
        <Icon name="inbox" />
        <span>{words.inbox}</span>
        {unread > 0 && <span class="chip accent">{words.unread({ count: unread })}</span>}
        <Icon name="go" />
      </button>
      {push === "offered" && requests.length === 0 && (
        <PushOffer onChoose={(wanted) => send({ type: "push-wanted", wanted })} />
      )}
    </Screen>
  );
}

/** Who has mToken only finds no list here, empty or not (M17). */
function listsRequests({ account }: ScreenPropsOf<"home">["state"]): boolean {
  return account.features.includes("payments");
}

/** That nothing waits is for the server to say: without its answer it is not known. */
function titleOf(state: ScreenPropsOf<"home">["state"]): string {
  const { account, problem } = state;
  const words = messages.home;
  // A computer's question makes no more of what was sent to be signed.
  const count = listsRequests(state) ? account.requests.length : 0;
  // How many, since on a small phone the second may lie below.
  if (count > 1) return words.waitingMany({ count });
  if (count === 1 || account.enrolment !== null) return words.waiting;
  if (!listsRequests(state)) return words.ready;
  return isUnanswered(problem) ? words.unknown : words.nothing;
}

interface AskingComputerProps {
  asked: AskedEnrolment;
  onChoose(): void;
}

/** Of a computer that asks to be known: quieter than what waits, and after it. */
function AskingComputer({ asked, onChoose }: AskingComputerProps) {
  return (
    <button type="button" class="waiting-request question" onClick={onChoose}>
      <Icon name="computer" />
      <span>
        <strong>{messages.enrolComputer.title}</strong>
        <span>
          <bdi>{computerName(asked.enrolment.computer.description)}</bdi>
        </span>
      </span>
      <Icon name="go" />
    </button>
  );
}

interface WaitingProps {
  requests: readonly RequestSummary[];
  /** Whether something waits that is no request. */
  elsewise: boolean;
  unanswered: boolean;
  onChoose(request: RequestSummary["request"]): void;
}

function Waiting({ requests, elsewise, unanswered, onChoose }: WaitingProps) {
  const now = useNow(30_000);
  if (elsewise && requests.length === 0) return null;
  if (requests.length === 0)
    return <p class="quiet empty">{messages.home[unanswered ? "unknownText" : "nothingText"]}</p>;
  return (
    <ul class="waiting">
      {requests.map((summary) => (
        <WaitingRequest
          key={summary.request}
          summary={summary}
          now={now}
          onChoose={() => onChoose(summary.request)}
        />
      ))}
    </ul>
  );
}
