/** What would come of a file: the first of its users, or each line that can't be taken, and why. */
import type { ImportPreview, ImportProblem } from "@mtoken/protocol/people";
import type { ReactNode } from "react";
import { formats, messages } from "../../language/catalogue.ts";
import { DataTable } from "../../lists/data-table.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Section } from "../../parts/section.tsx";
import { csvOf } from "./csv-of.ts";
import { FileLink } from "./file-link.tsx";

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
        <Notice tone="warn" alert>
          {words.bad}
        </Notice>
        <DataTable
          caption={words.bad}
          columns={[
            { title: words.line, figures: true, cell: ({ line }) => line },
            { title: messages.activity.why, cell: problemOf },
          ]}
          items={problems.slice(0, mostShown)}
          keyOf={({ line, field, code }) => `${line} ${field} ${code}`}
        />
        {problems.length > mostShown && (
          <div className="more">
            <p role="status">{words.more({ count: problems.length - mostShown })}</p>
            <FileLink text={csvOfProblems(problems)} name="lines-to-change.csv">
              {words.saveBad}
            </FileLink>
          </div>
        )}
      </Section>
    );
  return (
    <Section title={name} actions={children}>
      <p role="status">{words.good({ count: new Intl.NumberFormat(formats).format(users) })}</p>
      <DataTable
        caption={messages.users.title}
        columns={[
          { title: messages.facts.user, heads: true, cell: (user) => user.name },
          { title: messages.facts.mail, cell: ({ mail }) => mail ?? "—" },
          { title: messages.facts.language, cell: ({ language }) => language ?? "—" },
          {
            title: messages.facts.functions,
            cell: ({ functions }) =>
              functions.length > 0 ? messages.entitle.whole : messages.entitle.mtokenOnly,
          },
          { title: words.line, figures: true, cell: ({ line }) => line },
        ]}
        items={first}
        keyOf={({ line }) => String(line)}
      />
      {users > first.length && <p aria-hidden>{"…"}</p>}
    </Section>
  );
}

/** As the table has them, all of them. */
function csvOfProblems(problems: readonly ImportProblem[]): string {
  return csvOf([
    [messages.imports.line, "", messages.activity.why, ""],
    ...problems.map(({ line, field, code, other }) => [
      ...[String(line), field ?? "", problemText(code), other === null ? "" : String(other)],
    ]),
  ]);
}

function problemOf({ code, field, other }: ImportProblem): ReactNode {
  return (
    <>
      {field !== null && <code className="code">{field} </code>}
      {problemText(code)}
      {other !== null && ` (${other})`}
    </>
  );
}

function problemText(code: ImportProblem["code"]): string {
  const words = messages.imports;
  switch (code) {
    case "no_columns":
    case "unknown_column":
      return words.form;
    case "not_utf8":
      return words.notUtf8;
    case "no_lines":
    case "too_many_lines":
      return words.size;
    case "bad_quoting":
    case "wrong_number_of_fields":
      return words.quoting;
    case "missing":
    case "malformed":
      return words.malformed;
    case "formula":
    case "duplicate":
    case "exists":
      return words[code];
  }
}
