/** What can be done about a user by who looks at them: buttons, each with the dialog that asks. */
import { Button } from "@mantine/core";
import type { OneUser, User } from "@mtoken/protocol/people";
import { useState } from "react";
import { StoppingAct } from "../acts/stopping-act.tsx";
import { messages } from "../language/catalogue.ts";
import { Icon } from "../parts/icon.tsx";
import { useMay } from "../session/me.tsx";
import { ChangeUserDialog } from "./change-user-dialog.tsx";
import { EndAdministratorDialog } from "./end-administrator-dialog.tsx";
import { EndAllDevicesDialog } from "./end-all-devices-dialog.tsx";
import { EntitleDialog } from "./entitle-dialog.tsx";
import { FreezeDialog } from "./freeze-dialog.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MakeAdministratorDialog } from "./make-administrator-dialog.tsx";
import { RemoveUserDialog } from "./remove-user-dialog.tsx";
import { UnfreezeDialog } from "./unfreeze-dialog.tsx";

/** What leads on. */
export function LeadingActs({ user }: { user: OneUser }) {
  const [asked, ask] = useState<"invite" | "change" | "unfreeze" | "entitle" | "make">();
  const may = useMay();
  const about = { company: user.company.id, user: user.id };
  const close = () => ask(undefined);
  return (
    <>
      {user.frozen !== null && may("user.unfreeze", about) && (
        <Button onClick={() => ask("unfreeze")}>{messages.unfreeze.button}</Button>
      )}
      {may("user.change", about) && (
        <Button variant="default" leftSection={<Icon name="pen" />} onClick={() => ask("change")}>
          {messages.changeUser.button}
        </Button>
      )}
      {may("user.entitle", about) && (
        <Button variant="default" onClick={() => ask("entitle")}>
          {messages.entitle.button}
        </Button>
      )}
      {user.role === "user" && may("administrator.make", about) && (
        <Button variant="default" onClick={() => ask("make")}>
          {messages.makeAdministrator.button}
        </Button>
      )}
      {may("invitation.send", about) && (
        <Button
          variant={user.frozen === null ? "filled" : "default"}
          leftSection={<Icon name="mail" />}
          onClick={() => ask("invite")}
        >
          {user.invited_until === null ? messages.invite.button : messages.invite.again}
        </Button>
      )}
      {asked === "invite" && <InviteDialog user={user} onClose={close} />}
      {asked === "change" && <ChangeUserDialog user={user} onClose={close} />}
      {asked === "entitle" && <EntitleDialog user={user} onClose={close} />}
      {asked === "make" && <MakeAdministratorDialog user={user} onClose={close} />}
      {asked === "unfreeze" && <UnfreezeDialog user={user} onClose={close} />}
    </>
  );
}

/** What stops them, each with what it is for. */
export function StoppingActs({ user }: { user: User }) {
  const [asked, ask] = useState<"freeze" | "end" | "demote" | "remove">();
  const may = useMay();
  const about = { company: user.company.id, user: user.id };
  const close = () => ask(undefined);
  return (
    <>
      {user.frozen === null && may("user.freeze", about) && (
        <StoppingAct
          name={messages.freeze.button}
          text={messages.user.freezeText}
          onPress={() => ask("freeze")}
        />
      )}
      {may("device.deactivate", about) && user.devices.active + user.devices.waiting > 0 && (
        <StoppingAct
          name={messages.endAllDevices.button}
          text={messages.user.endAllText}
          onPress={() => ask("end")}
        />
      )}
      {user.role === "administrator" && may("administrator.end", about) && (
        <StoppingAct
          name={messages.endAdministrator.button}
          text={messages.user.endAdministratorText}
          onPress={() => ask("demote")}
        />
      )}
      {may("user.remove", about) && (
        <StoppingAct
          name={messages.removeUser.button}
          text={messages.user.removeText}
          onPress={() => ask("remove")}
        />
      )}
      {asked === "freeze" && <FreezeDialog user={user} onClose={close} />}
      {asked === "end" && <EndAllDevicesDialog user={user} onClose={close} />}
      {asked === "demote" && <EndAdministratorDialog user={user} onClose={close} />}
      {asked === "remove" && <RemoveUserDialog user={user} onClose={close} />}
    </>
  );
}
