/** A list in each of its states: on its way, failed, empty, or there with its pages. */
import type { Page } from "@mtoken/protocol/people";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Loading } from "../parts/loading.tsx";
import { Problem } from "../parts/problem.tsx";
import type { ListAddress } from "./list-address.ts";
import { Pager } from "./pager.tsx";

export interface ListViewProps<Item> {
  list: UseQueryResult<Page<Item>>;
  address?: ListAddress;
  empty: ReactNode;
  children(items: readonly Item[], busy: boolean): ReactNode;
}

export function ListView<Item>({ list, address, empty, children }: ListViewProps<Item>) {
  const { data, error, isPlaceholderData, refetch } = list;
  if (error !== null) return <Problem error={error} onAgain={() => void refetch()} />;
  if (data === undefined) return <Loading lines={8} />;
  if (data.items.length === 0) return empty;
  return (
    <>
      {children(data.items, isPlaceholderData)}
      {address !== undefined && <Pager address={address} next={data.next} />}
    </>
  );
}
