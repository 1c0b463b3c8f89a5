/** A policy as it is chosen, each rule with what it means; what the limits don't leave is not offered. */
import { NativeSelect } from "@mantine/core";
import {
  type CompanyPolicy,
  type PolicyLimits,
  signInFactors,
  unknownComputers,
} from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";
import { Ceilings } from "./ceilings.tsx";
import { idleText } from "./policy-lines.ts";

export interface PolicyFieldsProps {
  policy: CompanyPolicy;
  limits: PolicyLimits;
  onChange(policy: CompanyPolicy): void;
}

export function PolicyFields({ policy, limits, onChange }: PolicyFieldsProps) {
  const { policy: words } = messages;
  const set = (change: Partial<CompanyPolicy>) => onChange({ ...policy, ...change });
  const lengths = rangeOf(limits.mpin.min, limits.mpin.max);
  return (
    <>
      <YesNo
        words={words.approval}
        value={policy.approval}
        no={!limits.approval_required}
        onChange={(approval) => set({ approval })}
      />
      <Choice
        words={words.computers}
        value={policy.unknown_computers}
        values={unknownComputers.slice(unknownComputers.indexOf(limits.unknown_computers))}
        label={(value) => words.computers[value]}
        onChange={(unknown_computers) => set({ unknown_computers })}
      />
      <Choice
        words={words.factor}
        value={policy.sign_in_factor}
        values={signInFactors.slice(signInFactors.indexOf(limits.sign_in_factor))}
        label={(value) => words.factor[value]}
        onChange={(sign_in_factor) => set({ sign_in_factor })}
      />
      <YesNo
        words={words.biometrics}
        value={policy.biometrics}
        yes={limits.biometrics_allowed}
        onChange={(biometrics) => set({ biometrics })}
      />
      {policy.biometrics && (
        <Ceilings
          ceilings={policy.biometrics_up_to}
          onChange={(biometrics_up_to) => set({ biometrics_up_to })}
        />
      )}
      <NumberChoice
        label={words.mpin.shortest}
        hint={words.mpin.hint}
        value={policy.mpin.min}
        values={lengths.filter((length) => length <= policy.mpin.max)}
        onChange={(min) => set({ mpin: { ...policy.mpin, min } })}
      />
      <NumberChoice
        label={words.mpin.longest}
        value={policy.mpin.max}
        values={lengths.filter((length) => length >= policy.mpin.min)}
        onChange={(max) => set({ mpin: { ...policy.mpin, max } })}
      />
      <NumberChoice
        label={words.devices.name}
        hint={words.devices.hint}
        value={policy.devices}
        values={rangeOf(1, limits.devices)}
        onChange={(devices) => set({ devices })}
      />
      <NumberChoice
        label={words.idle.name}
        hint={words.idle.hint}
        value={policy.idle_seconds}
        values={rangeOf(60, limits.idle_seconds, 60)}
        text={idleText}
        onChange={(idle_seconds) => set({ idle_seconds })}
      />
    </>
  );
}

function rangeOf(from: number, to: number, step = 1): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

interface Named {
  name: string;
  hint: string;
}

interface ChoiceProps<Value extends string> {
  words: Named;
  value: Value;
  values: readonly Value[];
  label(value: Value): string;
  onChange(value: Value): void;
}

/** What is stored and not offered any more is still shown, since it is what is there. */
function Choice<Value extends string>({ words, value, values, label, onChange }: ChoiceProps<Value>) {
  const offered = values.includes(value) ? values : [value, ...values];
  return (
    <NativeSelect
      label={words.name}
      description={words.hint}
      value={value}
      data={offered.map((each) => ({ value: each, label: label(each) }))}
      onChange={({ currentTarget }) => {
        const chosen = offered.find((each) => each === currentTarget.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}

interface YesNoProps {
  words: Named & { on: string; off: string };
  value: boolean;
  /** Which of the two the limits leave. */
  yes?: boolean;
  no?: boolean;
  onChange(value: boolean): void;
}

function YesNo({ words, value, yes = true, no = true, onChange }: YesNoProps) {
  const values = [...(yes ? (["on"] as const) : []), ...(no ? (["off"] as const) : [])];
  return (
    <Choice
      words={words}
      value={value ? "on" : "off"}
      values={values}
      label={(each) => words[each]}
      onChange={(each) => onChange(each === "on")}
    />
  );
}

interface NumberChoiceProps {
  label: string;
  hint?: string;
  value: number;
  values: readonly number[];
  text?: (value: number) => string;
  onChange(value: number): void;
}

function NumberChoice({ label, hint, value, values, text = String, onChange }: NumberChoiceProps) {
  const offered = values.includes(value) ? values : [value, ...values];
  return (
    <NativeSelect
      label={label}
      description={hint}
      value={String(value)}
      data={offered.map((each) => ({ value: String(each), label: text(each) }))}
      onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
    />
  );
}
