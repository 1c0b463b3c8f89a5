/** Proposes a new identity key, and when it begins to sign. */
import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { ProposeDialog } from "../../proposals/propose-dialog.tsx";

const delays = { atOnce: 0, inAWeek: 7, inAMonth: 30 } as const;
type Delay = keyof typeof delays;
const names = Object.keys(delays) as Delay[];

export function ProposeKeyDialog({ onClose }: { onClose(): void }) {
  const [delay, setDelay] = useState<Delay>("inAWeek");
  const { keys: words, proposals } = messages;
  return (
    <ProposeDialog
      title={words.proposeTitle}
      consequences={[proposals.follows.key]}
      onPropose={(given) => {
        const begins = Math.floor(Date.now() / 1000) + delays[delay] * 86_400;
        return api.proposeKey({ ...given, ...(delay !== "atOnce" && { begins }) });
      }}
      onClose={onClose}
    >
      <NativeSelect
        data-autofocus
        label={proposals.begins}
        description={words.hint}
        value={delay}
        data={names.map((value) => ({
          value,
          label: value === "atOnce" ? proposals.atOnce : words[value],
        }))}
        onChange={({ currentTarget }) => {
          const chosen = names.find((name) => name === currentTarget.value);
          if (chosen !== undefined) setDelay(chosen);
        }}
      />
    </ProposeDialog>
  );
}
