/**
 * The app's own key pad: large keys, and no sign of which one was pressed (no highlight, no colour, no sound), for
 * whoever looks over a shoulder. A keyboard's digits do the same. What is typed never enters an input of the page, so
 * no browser offers to keep it.
 */
import { Icon } from "@mtoken/look";
import { useLayoutEffect, useRef } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { latinDigits } from "./latin-digits.ts";

export type Key = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "erase" | "enter";

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

export interface KeyPadProps {
  enterLabel: string;
  canEnter: boolean;
  disabled: boolean;
  onKey(key: Key): void;
}

export function KeyPad({ enterLabel, canEnter, disabled, onKey }: KeyPadProps) {
  useKeyboard(onKey, disabled);
  return (
    <div class="key-pad">
      {digits.map((digit) => (
        <DigitKey key={digit} digit={digit} disabled={disabled} onKey={onKey} />
      ))}
      <button
        type="button"
        class="key side"
        aria-label={messages.keyPad.erase}
        aria-disabled={disabled}
        onClick={() => disabled || onKey("erase")}
      >
        <Icon name="erase" />
      </button>
      <DigitKey digit="0" disabled={disabled} onKey={onKey} />
      <button
        type="button"
        class={`key enter ${lettersClass(enterLabel)}`}
        aria-disabled={disabled || !canEnter}
        onClick={() => disabled || !canEnter || onKey("enter")}
      >
        {enterLabel}
      </button>
    </div>
  );
}

/** The class that the words on a key are set with, by how much room the longest takes. */
function lettersClass(label: string): string {
  const longest = Math.max(...label.split(" ").map((word) => word.length));
  return `letters-${[8, 10, 12].find((most) => longest <= most) ?? 14}`;
}

function DigitKey({
  digit,
  disabled,
  onKey,
}: {
  digit: Extract<Key, `${number}`>;
  disabled: boolean;
  onKey(key: Key): void;
}) {
  return (
    <button type="button" class="key" aria-disabled={disabled} onClick={() => disabled || onKey(digit)}>
      {digit}
    </button>
  );
}

/** Digits, backspace and enter from wherever the focus is, unless it is in a field. */
function useKeyboard(onKey: (key: Key) => void, disabled: boolean): void {
  const latest = useRef({ onKey, disabled });
  latest.current = { onKey, disabled };
  // Before the first picture: a digit that is typed as the pad appears must not be lost.
  useLayoutEffect(() => {
    function press(event: KeyboardEvent): void {
      const key = keyOf(event);
      if (key === undefined || latest.current.disabled) return;
      event.preventDefault();
      latest.current.onKey(key);
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function keyOf(event: KeyboardEvent): Key | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return undefined;
  const digit = latinDigits(event.key);
  if (/^[0-9]$/.test(digit)) return digit as Key;
  if (event.key === "Backspace") return "erase";
  // On a button, Enter presses that button.
  return event.key === "Enter" && !(target instanceof HTMLButtonElement) ? "enter" : undefined;
}
