/** A time in the reader's zone, as people say it; the exact instant on hover. */
import type { ReactNode } from "react";
import { formats } from "../language/catalogue.ts";

export function Moment({ at }: { at: number }) {
  const date = new Date(at * 1000);
  const exact = new Intl.DateTimeFormat(formats, { dateStyle: "full", timeStyle: "long" }).format(date);
  return (
    <time className="figures" dateTime={date.toISOString()} title={exact}>
      {shortText(date)}
    </time>
  );
}

/** Where there may be none. */
export function momentOr(at: number | null, otherwise: string): ReactNode {
  return at === null ? otherwise : <Moment at={at} />;
}

const day = { day: "numeric", month: "short" } as const;

/** The time alone today; the day too in this year; the day and its year in others. */
function shortText(date: Date): string {
  const now = new Date();
  const isToday = date.toDateString() === now.toDateString();
  const isThisYear = date.getFullYear() === now.getFullYear();
  const time = { hour: hourForm(), minute: "2-digit" } as const;
  const parts = isToday ? time : isThisYear ? { ...day, ...time } : ({ ...day, year: "numeric" } as const);
  return new Intl.DateTimeFormat(formats, parts).format(date);
}

/** `8:05 AM` where the day has two halves, `08:05` where it has 24 hours. */
function hourForm(): "numeric" | "2-digit" {
  const { hour12 } = new Intl.DateTimeFormat(formats, { hour: "numeric" }).resolvedOptions();
  return hour12 === true ? "numeric" : "2-digit";
}
