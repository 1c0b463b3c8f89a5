/** docs/permissions.md, as text: who may do what, for people. */
import {
  type Act,
  acts,
  needsFourEyes,
  type Permission,
  permissions,
  type Reach,
  type Role,
  reachOf,
  roles,
} from "@mtoken/protocol/people";

const roleNames: Readonly<Record<Role, string>> = {
  user: "User",
  administrator: "Administrator",
  helpdesk: "Helpdesk agent",
  officer: "Bank officer",
  auditor: "Auditor",
};

const reachNames: Readonly<Record<Reach, string>> = {
  own: "own",
  company: "own company",
  clients: "every client",
  operator: "operator",
};

const introduction = `# Who may do what

Written by \`npm run permissions\` from \`packages/protocol/src/people/permissions.ts\`, the table that the server enforces and the console reads. What
does not stand here is refused to everybody, and to who may not do it, it looks as if it were not there.

Users and administrators belong to a client company; helpdesk agents, bank officers and auditors to the operator, who runs the server. Each cell says about
whom: **own**, only themselves; **own company**, everybody of their company; **every client**, everybody of every client company; **operator**, the operator's own people.
**Four eyes**: one person proposes, another confirms. Nothing that stops something needs two.
`;

/** The whole page. */
export function permissionsPage(): string {
  const head = ["What", ...roles.map((role) => roleNames[role]), "Notes"];
  const rows = acts.map((act) => [
    `${permissions[act].title} (\`${act}\`)`,
    ...roles.map(
      (role) =>
        reachOf(role, act)
          .map((reach) => reachNames[reach])
          .join(", ") || "–",
    ),
    notesOn(act),
  ]);
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `${introduction}\n${lines.join("\n")}\n`;
}

function notesOn(act: Act): string {
  const { notOneself = false }: Permission = permissions[act];
  return [needsFourEyes(act) && "four eyes", notOneself && "never about oneself"].filter(Boolean).join("; ");
}
