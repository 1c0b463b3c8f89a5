/**
 * Hands the registration codes over, once, as a file. The server gives each of them one time; until this page is left they stay in its memory, so
 * that a download that failed is made again.
 */
import { Button } from "@mantine/core";
import type { Import, ImportCodes } from "@mtoken/protocol/people";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { Notice } from "../../parts/notice.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Section } from "../../parts/section.tsx";
import { csvOfCodes } from "./csv-of-codes.ts";
import { FileLink } from "./file-link.tsx";

export function TakenCodes({ job, onTaken }: { job: Import; onTaken(): void }) {
  const words = messages.imports;
  const [taken, setTaken] = useState<ImportCodes["items"]>([]);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.takeCodes(job.id),
    onSuccess: ({ items }) => setTaken((before) => [...before, ...items]),
    onSettled: onTaken,
  });
  if (job.codes === 0 && taken.length === 0) return null;
  return (
    <Section title={messages.invite.registrationCode}>
      <div className="card stack">
        <Notice tone="warn">{messages.invite.once}</Notice>
        {job.codes > 0 && (
          <div>
            <Button loading={isPending} onClick={() => mutate()}>
              {words.take}
            </Button>
          </div>
        )}
        {error !== null && <Problem error={error} />}
        {taken.length > 0 && (
          <div>
            <FileLink text={csvOfCodes(taken)} name="registration-codes.csv">
              {words.save}
            </FileLink>
          </div>
        )}
      </div>
    </Section>
  );
}
