/** A time in the reader's zone, as people say it; the exact instant on hover. */
import { timeForm } from "@mtoken/look/time-text";
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
  const time = timeForm(formats);
  const parts = isToday ? time : isThisYear ? { ...day, ...time } : ({ ...day, year: "numeric" } as const);
  return new Intl.DateTimeFormat(formats, parts).format(date);
}
