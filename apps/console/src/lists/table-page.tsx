/** A page that is one list, shown as a table. */
import { type Column, DataTable } from "./data-table.tsx";
import { ListPage, type ListPageProps } from "./list-page.tsx";

export interface TablePageProps<Item, Status extends string>
  extends Omit<ListPageProps<Item, Status>, "children"> {
  /** What the table lists, for who can't see where it stands. */
  caption: string;
  /** `ofSeveral`: companies. */
  columns(shown: { items: readonly Item[]; ofSeveral: boolean }): readonly Column<Item>[];
}

export function TablePage<Item extends { id: string }, Status extends string>({
  caption,
  columns,
  ...page
}: TablePageProps<Item, Status>) {
  return (
    <ListPage {...page}>
      {(items, { busy, ofSeveral }) => (
        <DataTable
          caption={caption}
          columns={columns({ items, ofSeveral })}
          items={items}
          keyOf={({ id }) => id}
          busy={busy}
        />
      )}
    </ListPage>
  );
}
