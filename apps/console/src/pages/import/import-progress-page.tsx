/** How far an import is, under an address of its own: who leaves it or loads it anew finds it as it stands. */
import { Button } from "@mantine/core";
import { importIdSchema } from "@mtoken/protocol";
import type { Import } from "@mtoken/protocol/people";
import { skipToken, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { formats, messages } from "../../language/catalogue.ts";
import { Moment } from "../../parts/moment.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Asked, useIdOfAddress } from "../asked.tsx";
import { FailedLines } from "./failed-lines.tsx";
import { TakenCodes } from "./taken-codes.tsx";

const everyMilliseconds = 1500;

export function ImportProgressPage() {
  const id = useIdOfAddress("import", importIdSchema);
  const asked = useQuery({
    queryKey: ["import", id],
    queryFn:
      id === undefined
        ? skipToken
        : ({ client, queryKey }) => api.import(id, { polls: client.getQueryData(queryKey) !== undefined }),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? everyMilliseconds : false),
  });
  return (
    <Asked asked={asked}>{(job) => <ShownImport job={job} onTaken={() => void asked.refetch()} />}</Asked>
  );
}

function ShownImport({ job, onTaken }: { job: Import; onTaken(): void }) {
  const words = messages.imports;
  const { status, total, invited, failed, company } = job;
  const number = new Intl.NumberFormat(formats);
  return (
    <Page
      title={words.title}
      lead={company.name}
      actions={
        <>
          <Link href="/users/imports" className="button plain small-button">
            {words.list}
          </Link>
          <Link href={`/invitations?company=${company.id}`} className="button plain small-button">
            {messages.invitations.title}
          </Link>
        </>
      }
    >
      <div className="card stack">
        <p className="quiet">
          <Moment at={job.created} />
        </p>
        <label className="stack">
          <span>{words.progress({ invited: number.format(invited), total: number.format(total) })}</span>
          <progress className="progress" max={total} value={invited + failed} />
        </label>
        {status === "running" && <p className="quiet">{words.running}</p>}
      </div>
      {/* Only its end is read out: each step of it would be too much. */}
      <div role="status" className="stack">
        {status === "done" && failed === 0 && <Notice tone="good">{words.statuses.done}</Notice>}
        {failed > 0 && <Notice tone="warn">{words.failed({ count: number.format(failed) })}</Notice>}
        {status === "stopped" && <Notice tone="danger">{words.stopped}</Notice>}
      </div>
      {status !== "running" && <TakenCodes job={job} onTaken={onTaken} />}
      {(failed > 0 || status === "stopped") && <FailedLines job={job} />}
      {status === "stopped" && (
        <div>
          <Button component={Link} href={`/users/import?company=${company.id}`} variant="default">
            {words.title}
          </Button>
        </div>
      )}
    </Page>
  );
}
