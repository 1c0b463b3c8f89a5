/** The amounts up to which fingerprint or face suffice, a row for each currency, as they are typed. */
import { Button, TextInput } from "@mantine/core";
import type { AmountCeiling } from "@mtoken/protocol/people";
import { useState } from "react";
import { messages } from "../language/catalogue.ts";
import { Icon } from "../parts/icon.tsx";

export interface CeilingsProps {
  ceilings: readonly AmountCeiling[];
  onChange(ceilings: AmountCeiling[]): void;
}

/** What is typed has no name of its own: two rows may say the same for a while. */
interface Row extends AmountCeiling {
  id: string;
}

function rowOf(ceiling: AmountCeiling): Row {
  return { id: crypto.randomUUID(), ...ceiling };
}

export function Ceilings({ ceilings, onChange }: CeilingsProps) {
  const { ceilings: words } = messages.policy;
  const [rows, setRows] = useState(() => ceilings.map(rowOf));
  const set = (changed: Row[]) => {
    setRows(changed);
    onChange(changed.map(({ currency, amount }) => ({ currency, amount })));
  };
  const change = (id: string, typed: Partial<AmountCeiling>) =>
    set(rows.map((row) => (row.id === id ? { ...row, ...typed } : row)));
  return (
    <fieldset className="ceilings">
      <legend>{words.name}</legend>
      <p className="quiet small">{words.hint}</p>
      {rows.map(({ id, currency, amount }) => (
        <div className="ceiling" key={id}>
          <TextInput
            label={words.currency}
            value={currency}
            maxLength={3}
            onChange={({ currentTarget }) => change(id, { currency: currentTarget.value.toUpperCase() })}
          />
          <TextInput
            label={words.amount}
            inputMode="decimal"
            value={amount}
            maxLength={22}
            onChange={({ currentTarget }) => change(id, { amount: currentTarget.value.trim() })}
          />
          <Button variant="default" onClick={() => set(rows.filter((row) => row.id !== id))}>
            {words.remove}
          </Button>
        </div>
      ))}
      <Button
        variant="default"
        leftSection={<Icon name="add" />}
        onClick={() => set([...rows, rowOf({ currency: "EUR", amount: "" })])}
      >
        {words.add}
      </Button>
    </fieldset>
  );
}
