/** How many tries the mPIN has left, when not all; loud before the last, which may cost the device. */
import { Notice } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";

const all = 5;

export interface TriesLeftProps {
  left: number;
  /** Whether the last one was wrong just now. */
  wrong: boolean;
}

export function TriesLeft({ left, wrong }: TriesLeftProps) {
  const words = messages.tries;
  if (left >= all) return null;
  if (left === 1) {
    return (
      <Notice tone="danger" title={words.last} alert={wrong}>
        {wrong ? words.lastWrongText : words.lastText}
      </Notice>
    );
  }
  return (
    <Notice tone="warn" title={words.left({ left })} alert={wrong}>
      {wrong ? words.wrongText : words.whenNone}
    </Notice>
  );
}
