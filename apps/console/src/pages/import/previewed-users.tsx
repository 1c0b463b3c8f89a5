/** What would come of a file: the first of its users, or each line that can't be taken, and why. */
import type { ImportPreview, ImportProblem } from "@mtoken/protocol/people";
import type { ReactNode } from "react";
import { messages } from "../../language/catalogue.ts";
import { DataTable } from "../../lists/data-table.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Section } from "../../parts/section.tsx";

/** A file whose every line is bad has too many of them for a page. */
const mostShown = 200;

export interface PreviewedUsersProps {
  /** The file's. */
  name: string;
  preview: ImportPreview;
  /** What begins it, where nothing is in its way. */
  children: ReactNode;
}

export function PreviewedUsers({ name, preview: { users, first, problems }, children }: PreviewedUsersProps) {
  const words = messages.imports;
  if (problems.length > 0)
    return (
      <Section title={name}>
        <Notice tone="warn" alert title={words.badTitle({ count: problems.length })}>
          {words.bad}
        </Notice>
        <DataTable
          caption={words.badTitle({ count: problems.length })}
          columns={[
            { title: words.line, figures: true, cell: ({ line }) => line },
            {
              title: words.column,
              cell: ({ field }) => (field === null ? "—" : <code className="code">{field}</code>),
            },
            { title: words.problem, cell: problemOf },
          ]}
          items={problems.slice(0, mostShown)}
          keyOf={({ line, field, code }) => `${line} ${field} ${code}`}
        />
      </Section>
    );
  return (
    <Section title={name} actions={children}>
      <p role="status">{words.good({ count: users })}</p>
      <DataTable
        caption={words.first}
        columns={[
          { title: messages.facts.user, heads: true, cell: (user) => user.name },
          { title: messages.facts.mail, cell: ({ mail }) => mail ?? "—" },
          { title: messages.facts.language, cell: ({ language }) => language ?? "—" },
          { title: words.line, figures: true, cell: ({ line }) => line },
        ]}
        items={first}
        keyOf={({ line }) => String(line)}
      />
      {users > first.length && <p className="quiet">{words.andMore({ count: users - first.length })}</p>}
    </Section>
  );
}

function problemOf({ code, other }: ImportProblem): string {
  const { problems, duplicateOf } = messages.imports;
  return code === "duplicate" && other !== null ? duplicateOf({ line: other }) : problems[code];
}
