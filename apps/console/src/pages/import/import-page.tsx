/** Adds and invites many users at once, from a file: chosen or dropped, looked through first, and then all of it or nothing. */
import { Button } from "@mantine/core";
import type { CompanyId } from "@mtoken/protocol";
import { appFunctions, b64 } from "@mtoken/protocol";
import {
  type ImportFile,
  type ImportPreview,
  longestImport,
  readTypedReference,
} from "@mtoken/protocol/people";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { codeOf } from "../../api/console-error.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { useCompanyOfAddress } from "../../lists/company-filter.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { FunctionsField } from "../../users/functions-field.tsx";
import { ReferenceField, referenceIn } from "../../users/reference-field.tsx";
import { NotFoundPage } from "../not-found-page.tsx";
import { exampleFile } from "./example-file.ts";
import { FileField } from "./file-field.tsx";
import { FileLink } from "./file-link.tsx";
import { PreviewedUsers } from "./previewed-users.tsx";

export function ImportPage() {
  const me = useMe();
  const may = useMay();
  const company = useCompanyOfAddress() ?? (me.company.kind === "client" ? me.company.id : undefined);
  if (company === undefined || !may("user.create", { company })) return <NotFoundPage />;
  return <ImportTo company={company} />;
}

interface Chosen extends Required<Pick<ImportFile, "functions">> {
  file: File;
}

interface Previewed {
  file: File;
  /** What was looked through, and is begun with. */
  sent: ImportFile;
  preview: ImportPreview;
}

function ImportTo({ company }: { company: CompanyId }) {
  const words = messages.imports;
  const [, navigate] = useLocation();
  const [isWhole, setWhole] = useState(true);
  const [reference, setReference] = useState("");
  const isOthers = useMe().company.id !== company;
  const looking = useMutation({
    async mutationFn({ file, functions }: Chosen): Promise<Previewed | undefined> {
      if (file.size > longestImport) return undefined;
      const sent = { company, csv: b64(new Uint8Array(await file.arrayBuffer())), functions };
      return { file, sent, preview: await api.previewImport(sent) };
    },
  });
  const look = (file: File, whole = isWhole) =>
    looking.mutate({ file, functions: whole ? [...appFunctions] : [] });
  const starting = useMutation({
    mutationFn: ({ sent }: Previewed) => api.startImport({ ...sent, ...referenceIn(reference) }),
    onError(failure, { file }) {
      // Somebody was added meanwhile: which lines that concerns is told as at first.
      if (codeOf(failure) === "import_refused") look(file);
    },
    onSuccess: (started) => navigate(`/users/import/${started.import}`),
  });
  const previewed = looking.data;
  const isStale = codeOf(starting.error) === "import_refused";
  const error = looking.error ?? (isStale ? null : starting.error);
  function start(previewed: Previewed): void {
    // What the server would refuse is told at its field.
    if (readTypedReference(reference).problem === null) starting.mutate(previewed);
  }

  return (
    <Page
      title={words.title}
      lead={words.form}
      actions={
        <>
          <FileLink text={exampleFile} name="users.csv">
            {words.example}
          </FileLink>
          <Link href="/users/imports" className="button plain small-button">
            {words.list}
          </Link>
        </>
      }
    >
      <FunctionsField
        isWhole={isWhole}
        hint={words.functionsHint}
        disabled={looking.isPending || starting.isPending}
        onChange={(whole) => {
          setWhole(whole);
          starting.reset();
          if (previewed !== undefined) look(previewed.file, whole);
        }}
      />
      {isOthers && (
        <ReferenceField
          // Whom no line gives anything is nobody's request.
          required={isWhole}
          disabled={starting.isPending}
          value={reference}
          onChange={setReference}
        />
      )}
      <FileField
        isBusy={looking.isPending || starting.isPending}
        onChoose={(file) => {
          starting.reset();
          // An empty file has no lines to look through.
          look(file);
        }}
      />
      {error !== null && <Problem error={error} />}
      {looking.isSuccess && previewed === undefined && (
        <Notice tone="warn" alert>
          {words.size}
        </Notice>
      )}
      {previewed !== undefined && (
        <PreviewedUsers name={previewed.file.name} preview={previewed.preview}>
          <Button loading={starting.isPending} onClick={() => start(previewed)}>
            {words.start}
          </Button>
        </PreviewedUsers>
      )}
    </Page>
  );
}
