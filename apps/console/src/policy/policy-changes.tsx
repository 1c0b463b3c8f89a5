/** What would be different, or is: before and after, and nothing that stays. */
import type { CompanyPolicy, PolicyLimits } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";
import { DataTable } from "../lists/data-table.tsx";
import type { Standing } from "../proposals/standing.ts";
import { policyLines } from "./policy-lines.ts";

export interface PolicyChangesProps {
  from: CompanyPolicy | PolicyLimits;
  to: CompanyPolicy | PolicyLimits;
  standing?: Standing;
}

export function PolicyChanges({ from, to, standing = "waits" }: PolicyChangesProps) {
  const { policy: words } = messages;
  const before = policyLines(from);
  const changed = policyLines(to).flatMap(({ name, value }, index) => {
    const was = before[index]?.value ?? "";
    return was === value ? [] : [{ name, was, value }];
  });
  if (changed.length === 0) return <p className="quiet">{words.nothingChanges}</p>;
  return (
    <DataTable
      caption={words.changes[standing]}
      columns={[
        { title: words.rule, heads: true, cell: ({ name }) => name },
        { title: words.before, cell: ({ was }) => was },
        { title: words.after, cell: ({ value }) => <strong>{value}</strong> },
      ]}
      items={changed}
      keyOf={({ name }) => name}
    />
  );
}
