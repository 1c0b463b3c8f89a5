/** What a page is about, as its address names it and the server has it: on its way, not there, failed, or there. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import * as v from "valibot";
import { useParams } from "wouter";
import { codeOf } from "../api/console-error.ts";
import { Loading } from "../parts/loading.tsx";
import { Problem } from "../parts/problem.tsx";
import { NotFoundPage } from "./not-found-page.tsx";

/** The id in the address, or another one where the address has none; undefined where it is none. */
export function useIdOfAddress<Id>(
  name: string,
  schema: v.GenericSchema<unknown, Id>,
  otherwise?: Id,
): Id | undefined {
  const named = v.safeParse(schema, useParams()[name] ?? otherwise);
  return named.success ? named.output : undefined;
}

export interface AskedProps<Thing> {
  /** One that asks for nothing, since its address names nothing, or finds nothing, is for something that is not there. */
  asked: UseQueryResult<Thing | undefined>;
  children(thing: Thing): ReactNode;
}

export function Asked<Thing>({ asked, children }: AskedProps<Thing>) {
  const { data, error, fetchStatus, refetch } = asked;
  if (error !== null && codeOf(error) !== "not_found")
    return <Problem error={error} onAgain={() => void refetch()} />;
  if (data !== undefined && error === null) return children(data);
  return error === null && fetchStatus !== "idle" ? <Loading /> : <NotFoundPage />;
}
