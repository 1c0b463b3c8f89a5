/** The last 30 days: sign-ins, refusals and blocks, drawn and as a table. */
import type { Overview } from "@mtoken/protocol/people";
import { DayBars } from "../../charts/day-bars.tsx";
import { dayText } from "../../charts/day-text.ts";
import { messages } from "../../language/catalogue.ts";
import { DataTable } from "../../lists/data-table.tsx";
import { Count } from "../../parts/count.tsx";
import { Section } from "../../parts/section.tsx";

type Days = NonNullable<Overview["days"]>;

const charts = [
  { name: "sign_ins", tone: "accent" },
  { name: "refusals", tone: "warn" },
  { name: "blocks", tone: "danger" },
] as const;

export function Month({ days }: { days: Days }) {
  const words = messages.overview;
  return (
    <Section title={words.month}>
      <div className="charts">
        {charts.map(({ name, tone }) => {
          const counts = days.map((day) => ({ day: day.day, count: day[name] }));
          const count = counts.reduce((sum, one) => sum + one.count, 0);
          return (
            <DayBars
              key={name}
              title={words.charts[name]}
              summary={words.summaries[name]({ count })}
              tone={tone}
              days={counts}
            />
          );
        })}
      </div>
      <details className="figures-of-days">
        <summary>{words.asTable}</summary>
        <DataTable
          caption={words.month}
          columns={[
            { title: words.day, heads: true, cell: ({ day }) => dayText(day) },
            ...charts.map(({ name }) => ({
              title: words.charts[name],
              figures: true,
              cell: (day: Days[number]) => <Count of={day[name]} />,
            })),
          ]}
          items={days.toReversed()}
          keyOf={({ day }) => day}
        />
      </details>
    </Section>
  );
}
