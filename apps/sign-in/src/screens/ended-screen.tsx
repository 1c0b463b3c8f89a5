/** How a visit ended, or stopped until somebody goes on: every one a sign, a sentence and the way on. */
import { Button, Grouped, momentText } from "@mtoken/look";
import type { InteractionInfo, RequestKind } from "@mtoken/protocol";
import { formats, messages } from "../language/catalogue.ts";
import { GoBack } from "../parts/go-back.tsx";
import type { OutcomeProps } from "../parts/outcome.tsx";
import { Outcome } from "../parts/outcome.tsx";
import { SignedTitle } from "../parts/signed-title.tsx";
import { WayBack } from "../parts/way-back.tsx";
import type { ClosedStatus, StageOf } from "../state/stage.ts";
import { problemIcon, problemWords } from "../words/problem-words.ts";

type Decision = NonNullable<InteractionInfo["decided"]>;

type Ended = StageOf<
  | "cannot-run"
  | "unknown"
  | "unreachable"
  | "stuck"
  | "cancelled"
  | "not-me"
  | "not-begun-here"
  | "refused"
  | "turned-away"
  | "expired"
  | "redeemed"
  | "signed"
  | "over"
>;

export interface EndedScreenProps {
  stage: Ended;
  onAgain(): void;
}

export function EndedScreen({ stage, onAgain }: EndedScreenProps) {
  switch (stage.kind) {
    case "cannot-run":
      return (
        <Outcome seal="stopped" icon="alert" words={messages.cannotRun[stage.missing]}>
          {stage.missing === "storage" && (
            <Button kind="main" icon="renew" onPress={onAgain}>
              {messages.tryAgain}
            </Button>
          )}
          <GoBack />
        </Outcome>
      );
    case "unknown":
      return (
        <Outcome seal="stopped" icon="unknown" words={messages.unknown}>
          <GoBack />
        </Outcome>
      );
    case "unreachable":
    case "stuck":
      return <Stuck stage={stage} onAgain={onAgain} />;
    case "cancelled":
      return <Outcome seal="stopped" words={messages.cancelled} />;
    case "not-me":
      return (
        <Outcome seal="warn" icon="user" words={messages.notMe}>
          <WayBack info={stage.info} to={stage.returnTo} main />
        </Outcome>
      );
    case "not-begun-here":
      return (
        <Outcome seal="warn" icon="unknown" words={messages.notBegunHere}>
          <WayBack info={stage.info} to={null} main />
        </Outcome>
      );
    case "refused":
      return <Refused stage={stage} onAgain={onAgain} />;
    case "turned-away":
      return <TurnedAway stage={stage} onAgain={onAgain} />;
    case "expired":
      return <Expired stage={stage} onAgain={onAgain} />;
    case "redeemed":
      return <Outcome seal="good" words={messages.redeemed} />;
    case "signed":
      return <Signed stage={stage} />;
    case "over":
      return <Over stage={stage} />;
  }
}

interface Props<K extends Ended["kind"]> {
  stage: StageOf<K>;
  onAgain(): void;
}

/** What belongs to another browser now, or to nobody, stays so, however often this one tries. */
function Expired({ stage: { info, by }, onAgain }: Props<"expired">) {
  const isOver = by === "elsewhere";
  return (
    <Outcome seal="stopped" icon="clock" words={messages.expired[by]}>
      {!isOver && (
        <Button kind="main" icon="renew" onPress={onAgain}>
          {messages.newCode}
        </Button>
      )}
      <WayBack info={info} main={isOver} />
    </Outcome>
  );
}

function Stuck({ stage, onAgain }: Props<"unreachable" | "stuck">) {
  // What belongs to another browser stays so, however often this one tries.
  if (stage.kind === "stuck" && stage.problem === "begun_elsewhere") {
    return (
      <Outcome seal="warn" icon="unknown" words={problemWords(stage.problem)}>
        <WayBack info={stage.info} main />
      </Outcome>
    );
  }
  return (
    <Outcome seal="stopped" icon={problemIcon(stage.problem)} words={problemWords(stage.problem)}>
      <Button kind="main" icon="renew" onPress={onAgain}>
        {messages.tryAgain}
      </Button>
      {stage.kind === "stuck" && <WayBack info={stage.info} />}
    </Outcome>
  );
}

function Refused({ stage: { info, wrongDigits }, onAgain }: Props<"refused">) {
  const maySignIn = info.kind === "sign-in";
  return (
    <Outcome
      {...(wrongDigits ? ({ seal: "warn", icon: "alert" } as const) : ({ seal: "stopped" } as const))}
      words={messages[wrongDigits ? "wrongDigits" : "refused"][info.kind]}
      about={<SignedTitle title={info.title} became="refused" />}
    >
      {maySignIn && (
        <Button kind="main" icon="renew" onPress={onAgain}>
          {messages.newCode}
        </Button>
      )}
      <WayBack info={info} main={!maySignIn} />
    </Outcome>
  );
}

/** By the fingerprint an administrator tells this computer from whichever else was shown to the user. */
function TurnedAway({ stage: { info, by, fingerprint }, onAgain }: Props<"turned-away">) {
  return (
    <Outcome
      seal="stopped"
      icon="computer"
      words={messages.turnedAway[by]}
      about={
        fingerprint !== null && (
          <dl class="fingerprint">
            <dt>{messages.fingerprint}</dt>
            <dd>
              <Grouped text={fingerprint} />
            </dd>
          </dl>
        )
      }
    >
      <Button kind="main" icon="renew" onPress={onAgain}>
        {messages.newCode}
      </Button>
      <WayBack info={info} />
    </Outcome>
  );
}

function Signed({ stage: { info, returnTo } }: { stage: StageOf<"signed"> }) {
  const { title, text } = messages.signed;
  return (
    <Outcome
      seal="good"
      words={{ title, text: text({ portal: info.relying_party.name }) }}
      about={<SignedTitle title={info.title} became="signed" />}
    >
      <WayBack info={info} to={returnTo} main />
    </Outcome>
  );
}

type Sign = Pick<OutcomeProps, "seal" | "icon">;

const overSigns: Record<ClosedStatus, Record<RequestKind, Sign>> = {
  done: { "sign-in": { seal: "good" }, signature: { seal: "stopped" } },
  cancelled: { "sign-in": { seal: "stopped" }, signature: { seal: "stopped" } },
  expired: { "sign-in": { seal: "stopped", icon: "clock" }, signature: { seal: "stopped", icon: "clock" } },
};

function Over({ stage: { info, status } }: { stage: StageOf<"over"> }) {
  if (info.decided !== null) return <DecidedBefore info={info} decided={info.decided} />;
  return (
    <Outcome
      {...overSigns[status][info.kind]}
      words={messages.over[status][info.kind]}
      about={<SignedTitle title={info.title} became="over" />}
    >
      <WayBack info={info} main />
    </Outcome>
  );
}

/** A signature whose page is opened once more: which way it was decided, and when. */
function DecidedBefore({ info, decided }: { info: InteractionInfo; decided: Decision }) {
  const { title, text } = messages.decidedBefore[decided.status];
  return (
    <Outcome
      seal={decided.status === "approved" ? "good" : "stopped"}
      words={{ title, text: text({ moment: momentText(decided.at, Date.now(), formats) }) }}
      about={<SignedTitle title={info.title} became={decided.status === "approved" ? "signed" : "refused"} />}
    >
      <WayBack info={info} main />
    </Outcome>
  );
}
