/**
 * Entering an mPIN: the dots, the key pad, and how many digits there are so far. The digits live in this component
 * alone, until they are handed over; then it forgets them.
 */
import type { MpinPolicy } from "@mtoken/device";
import { Spinner } from "@mtoken/look";
import { useEffect, useRef, useState } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import type { Key } from "./key-pad.tsx";
import { KeyPad } from "./key-pad.tsx";

export interface MpinEntryProps {
  mpin: MpinPolicy;
  enterLabel: string;
  /** What is happening, while the last mPIN is at work; null when another may be typed. */
  busy: string | null;
  /** What is at work is fingerprint or face: nothing was typed. */
  byPasskey?: boolean | undefined;
  onMpin(mpin: string): void;
  /** Told at each key, and not which. */
  onKey?(): void;
}

export function MpinEntry({ mpin, enterLabel, busy, byPasskey = false, onMpin, onKey }: MpinEntryProps) {
  const typed = useRef("");
  const [count, setCount] = useState(0);
  const forget = (): void => {
    typed.current = "";
    setCount(0);
  };
  useEffect(() => () => void (typed.current = ""), []);

  function hand(): void {
    const entered = typed.current;
    if (entered.length < mpin.min) return;
    forget();
    onMpin(entered);
  }

  function press(key: Key): void {
    if (key === "enter") {
      hand();
      return;
    }
    const { current } = typed;
    typed.current = key === "erase" ? current.slice(0, -1) : (current + key).slice(0, mpin.max);
    setCount(typed.current.length);
    onKey?.();
  }

  return (
    <div class="mpin-entry">
      <Dots mpin={mpin} count={count} busy={busy} typed={!byPasskey} />
      <KeyPad enterLabel={enterLabel} canEnter={count >= mpin.min} disabled={busy !== null} onKey={press} />
    </div>
  );
}

interface DotsProps {
  mpin: MpinPolicy;
  count: number;
  busy: string | null;
  /** Whether what is at work was typed here. */
  typed: boolean;
}

/** As many places as the mPIN may have digits: those that it need not have are small until they are typed. */
function Dots({ mpin, count, busy, typed }: DotsProps) {
  const varies = mpin.min < mpin.max;
  const handed = busy !== null && typed;
  const isFull = (place: number): boolean => place < count || (handed && place < mpin.min);
  return (
    <div class={handed ? "dots busy" : "dots"}>
      <div class={varies ? "row many" : "row"} aria-hidden="true">
        {Array.from({ length: mpin.max }, (_, place) => (
          <span key={place} class={`dot ${isFull(place) ? "full" : placeOf(place, mpin)}`} />
        ))}
      </div>
      <p class={handed ? "doing" : "said"} role="status">
        {handed && <Spinner />} {busy ?? messages.keyPad.typed({ count })}
      </p>
    </div>
  );
}

/** Whether an mPIN has to have a digit in this place. */
function placeOf(place: number, { min }: MpinPolicy): "must" | "may" {
  return place < min ? "must" : "may";
}
