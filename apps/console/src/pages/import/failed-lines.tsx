/** The lines of an import that nobody was invited by, and why; those whose user is not there can be put into a file again. */
import type { FailedLines as Answer, Import } from "@mtoken/protocol/people";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { DataTable } from "../../lists/data-table.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Section } from "../../parts/section.tsx";
import { csvOfLines } from "./csv-of-lines.ts";
import { FileLink } from "./file-link.tsx";

/** A file that was stopped at its beginning has too many of them for a page. */
const mostShown = 200;

export function FailedLines({
  job: { id, status, failed },
}: {
  job: Pick<Import, "id" | "status" | "failed">;
}) {
  const { data, error, refetch } = useQuery({
    // As long as it goes on there may be more.
    queryKey: ["failed-lines", id, status, failed],
    queryFn: () => api.failedLines(id),
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <Problem error={error} onAgain={() => void refetch()} />;
  if (data === undefined || data.items.length === 0) return null;
  const words = messages.imports;
  const again = data.items.filter(({ user }) => user === null);
  return (
    <Section
      title={words.failedTitle}
      actions={
        again.length > 0 && (
          <FileLink text={csvOfLines(again)} name="lines-not-done.csv">
            {words.saveFailed}
          </FileLink>
        )
      }
    >
      <DataTable
        caption={words.failedTitle}
        columns={[
          { title: messages.facts.user, heads: true, cell: nameOf },
          { title: messages.facts.mail, cell: ({ mail }) => mail ?? "—" },
          { title: messages.activity.why, cell: ({ why }) => words.whys[why] },
          { title: words.line, figures: true, cell: ({ line }) => line },
        ]}
        items={data.items.slice(0, mostShown)}
        keyOf={({ line }) => String(line)}
      />
      {data.items.length > mostShown && <p aria-hidden>{"…"}</p>}
    </Section>
  );
}

/** Who was added all the same is invited on their own page. */
function nameOf({ user, name }: Answer["items"][number]) {
  return user === null ? name : <Link href={`/users/${user}`}>{name}</Link>;
}
