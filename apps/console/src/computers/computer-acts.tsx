/** What can be done about a computer of a user by who looks at it: buttons, each with the dialog that asks. */
import { Button } from "@mantine/core";
import type { ListedComputer } from "@mtoken/protocol/people";
import { useState } from "react";
import { messages } from "../language/catalogue.ts";
import { useMay } from "../session/me.tsx";
import { ApproveComputerDialog } from "./approve-computer-dialog.tsx";
import { StopComputerDialog } from "./stop-computer-dialog.tsx";

export function ComputerActs({ computer }: { computer: ListedComputer }) {
  const [asked, ask] = useState<"approve" | "refuse" | "revoke" | "allow">();
  const may = useMay();
  const about = { company: computer.company.id, user: computer.user.id };
  const mayApprove = computer.status === "waiting" && may("computer.approve", about);
  const words = messages.computers;
  const close = () => ask(undefined);
  return (
    <span className="acts">
      {mayApprove && (
        <>
          <Button size="xs" onClick={() => ask("approve")}>
            {words.approve.button}
          </Button>
          <Button size="xs" variant="outline" color="danger" onClick={() => ask("refuse")}>
            {words.refuse.button}
          </Button>
        </>
      )}
      {computer.status === "known" && may("computer.revoke", about) && (
        <Button size="xs" variant="outline" color="danger" onClick={() => ask("revoke")}>
          {words.revoke.button}
        </Button>
      )}
      {computer.status === "refused" && may("computer.allow", about) && (
        <Button size="xs" variant="default" onClick={() => ask("allow")}>
          {words.allow.button}
        </Button>
      )}
      {asked === "approve" && <ApproveComputerDialog computer={computer} onClose={close} />}
      {asked !== undefined && asked !== "approve" && (
        <StopComputerDialog computer={computer} act={asked} onClose={close} />
      )}
    </span>
  );
}
