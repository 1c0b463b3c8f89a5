/** A table that stays quiet: dense, with a head that stays in sight; on a narrow window each row is a card of its own. */
import { Table } from "@mantine/core";
import type { ReactNode } from "react";

export interface Column<Item> {
  /** Its heading. */
  title: string;
  cell(item: Item): ReactNode;
  /** Numbers stand at the end of their cell. */
  figures?: boolean;
  /** What can be done: its heading is for who can't see the buttons. */
  acts?: boolean;
  /** The first of its kind is the row's name: it is read with each cell of the row. */
  heads?: boolean;
}

export interface DataTableProps<Item> {
  /** What it lists, for who can't see where it stands. */
  caption: string;
  columns: readonly Column<Item>[];
  items: readonly Item[];
  keyOf(item: Item): string;
  /** More is being asked for; what is shown is from before. */
  busy?: boolean;
}

/** In a cell of which there is nothing to say; a card says nothing of it. */
export const none = "—";

export function DataTable<Item>({ caption, columns, items, keyOf, busy = false }: DataTableProps<Item>) {
  return (
    <Table className="data-table" aria-busy={busy} data-busy={busy || undefined}>
      <caption className="visually-hidden">{caption}</caption>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ title, figures = false, acts = false }) => (
            <Table.Th key={title} scope="col" className={figures ? "figures-cell" : undefined}>
              {acts ? <span className="visually-hidden">{title}</span> : title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <Table.Tr key={keyOf(item)}>
            {columns.map(({ title, cell, figures = false, heads = false, acts = false }) => {
              const shown = cell(item);
              if (heads)
                return (
                  <Table.Th key={title} scope="row" className="row-head">
                    {shown}
                  </Table.Th>
                );
              return (
                <Table.Td
                  key={title}
                  data-title={acts ? undefined : title}
                  data-none={shown === none || undefined}
                  className={figures ? "figures-cell" : acts ? "acts-cell" : undefined}
                >
                  {shown}
                </Table.Td>
              );
            })}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
