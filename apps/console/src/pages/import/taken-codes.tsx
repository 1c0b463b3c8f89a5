/**
 * Hands the registration codes over, once, as a file. The server gives each of them one time; until this page is left they stay in its memory, so
 * that a download that failed is made again.
 */
import { Button } from "@mantine/core";
import type { Import, ImportCodes } from "@mtoken/protocol/people";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { Icon } from "../../parts/icon.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Section } from "../../parts/section.tsx";
import { csvOfCodes } from "./csv-of-codes.ts";

export function TakenCodes({ job, onTaken }: { job: Import; onTaken(): void }) {
  const words = messages.imports;
  const [taken, setTaken] = useState<ImportCodes["items"]>([]);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.takeCodes(job.id),
    onSuccess: ({ items }) => setTaken((before) => [...before, ...items]),
    onSettled: onTaken,
  });
  const link = useFile(taken);
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
        {link !== undefined && (
          <div>
            <a className="button plain small-button" href={link} download="registration-codes.csv">
              <Icon name="save" />
              {words.save}
            </a>
          </div>
        )}
      </div>
    </Section>
  );
}

/** An address of the file for as long as it is shown. */
function useFile(items: ImportCodes["items"]): string | undefined {
  const [link, setLink] = useState<string>();
  useEffect(() => {
    if (items.length === 0) return;
    const made = URL.createObjectURL(new Blob([csvOfCodes(items)], { type: "text/csv" }));
    setLink(made);
    return () => URL.revokeObjectURL(made);
  }, [items]);
  return link;
}
