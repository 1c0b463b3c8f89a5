/** A bar for each day, for the eye; who can't see it has the figures in a table beside it. Drawn with attributes alone: the page's policy takes no inline style. */
import { formats, messages } from "../language/catalogue.ts";
import { dayText } from "./day-text.ts";

export interface DayBarsProps {
  title: string;
  /** What all of it says, for who can't see it. */
  summary: string;
  tone: "accent" | "warn" | "danger";
  days: readonly { day: string; count: number }[];
}

const height = 72;
const width = 8;
const gap = 2;

export function DayBars({ title, summary, tone, days }: DayBarsProps) {
  const most = Math.max(1, ...days.map(({ count }) => count));
  const total = days.reduce((sum, { count }) => sum + count, 0);
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure className={`card day-bars ${tone}`}>
      <figcaption>
        <span>{title}</span>
        <strong className="figures">{new Intl.NumberFormat(formats).format(total)}</strong>
      </figcaption>
      <svg
        role="img"
        aria-label={summary}
        viewBox={`0 0 ${days.length * (width + gap) - gap} ${height}`}
        preserveAspectRatio="none"
      >
        {days.map(({ day, count }, place) => {
          // A day with one of them is seen, too.
          const tall = count === 0 ? 1 : Math.max(4, (count / most) * height);
          return (
            <rect
              key={day}
              className={count === 0 ? "none" : undefined}
              x={place * (width + gap)}
              y={height - tall}
              width={width}
              height={tall}
            >
              <title>
                {messages.overview.onDay({
                  day: dayText(day),
                  number: new Intl.NumberFormat(formats).format(count),
                })}
              </title>
            </rect>
          );
        })}
      </svg>
      <p className="day-bars-ends small quiet" aria-hidden>
        <span>{first && dayText(first.day)}</span>
        <span>{last && dayText(last.day)}</span>
      </p>
    </figure>
  );
}
