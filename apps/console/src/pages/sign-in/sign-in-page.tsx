/** Where nobody is signed in: one button, and why somebody finds themselves here. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { DeskPhone } from "../../parts/desk-phone.tsx";
import { Notice, type Tone } from "../../parts/notice.tsx";
import { Problem } from "../../parts/problem.tsx";
import type { Outcome } from "../../session/leave.ts";
import { Entrance } from "./entrance.tsx";

const tones: Record<Outcome, Tone> = {
  out: "good",
  ended: "quiet",
  idle: "quiet",
  cancelled: "quiet",
  refused: "warn",
};

function isOutcome(text: string | null): text is Outcome {
  return text !== null && Object.hasOwn(tones, text);
}

export function SignInPage() {
  const outcome = new URLSearchParams(useSearch()).get("outcome");
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: api.beginSession,
    onSuccess: ({ uri }) => location.assign(uri),
  });
  const words = messages.signIn;
  return (
    <Entrance title={words.title}>
      <p className="lead">{words.lead}</p>
      {isOutcome(outcome) && <Notice tone={tones[outcome]}>{words.outcomes[outcome]}</Notice>}
      {error !== null && <Problem error={error} />}
      <Button size="lg" fullWidth loading={isPending || isSuccess} onClick={() => mutate()}>
        {words.button}
      </Button>
      <p className="quiet small">{words.hint}</p>
      <section className="stack">
        <h2>{messages.lostPhone.title}</h2>
        <p>{messages.lostPhone.text}</p>
        <DeskPhone />
      </section>
    </Entrance>
  );
}
