/** The way to add a computer: for whom, where that is not said already, then by which control code. */
import { Button } from "@mantine/core";
import type { CompanyId, UserId } from "@mtoken/protocol";
import { useState } from "react";
import { messages } from "../language/catalogue.ts";
import { ChooseUser } from "../lists/choose.tsx";
import { Icon } from "../parts/icon.tsx";
import { AddComputerDialog } from "./add-computer-dialog.tsx";

export interface AddComputerProps {
  /** Whose it is to be. */
  user?: { id: UserId; name: string };
  /** Or to be chosen among whose users. */
  company?: CompanyId | undefined;
}

export function AddComputer({ user, company }: AddComputerProps) {
  const [isChoosing, choose] = useState(false);
  const [owner, setOwner] = useState<{ id: UserId; name: string }>();
  return (
    <>
      <Button
        variant={user === undefined ? "filled" : "default"}
        leftSection={<Icon name="add" />}
        onClick={() => (user === undefined ? choose(true) : setOwner(user))}
      >
        {messages.computers.add.button}
      </Button>
      {isChoosing && <ChooseUser company={company} onChoose={setOwner} onClose={() => choose(false)} />}
      {owner !== undefined && <AddComputerDialog user={owner} onClose={() => setOwner(undefined)} />}
    </>
  );
}
