/** One user who was found, with the phones that can be stopped, each a press away from the dialog that asks. */
import { Button } from "@mantine/core";
import type { ListedDevice, User } from "@mtoken/protocol/people";
import { useState } from "react";
import { Link } from "wouter";
import { DeviceActs } from "../../devices/device-acts.tsx";
import { DeviceStatus } from "../../devices/device-status.tsx";
import { codeOf } from "../../devices/devices-table.tsx";
import { messages } from "../../language/catalogue.ts";
import { Moment } from "../../parts/moment.tsx";
import { useMay } from "../../session/me.tsx";
import { EndAllDevicesDialog } from "../../users/end-all-devices-dialog.tsx";
import { FreezeDialog } from "../../users/freeze-dialog.tsx";
import { UnfreezeDialog } from "../../users/unfreeze-dialog.tsx";
import { UserState } from "../../users/user-state.tsx";

export function Hit({ user, devices }: { user: User; devices: readonly ListedDevice[] }) {
  const open = devices.filter(({ ended }) => ended === null);
  const others = user.devices.active + user.devices.waiting - open.length;
  const { account, emergency: words, roles } = messages;
  return (
    <section className="card hit" aria-labelledby={`hit-${user.id}`}>
      <div className="hit-head">
        <div>
          <h2 id={`hit-${user.id}`}>
            <Link href={`/users/${user.id}`}>{user.name}</Link>
          </h2>
          <p className="quiet small">
            {account.lead({ role: roles[user.role], company: user.company.name })}
          </p>
        </div>
        <UserState user={user} />
      </div>
      {open.length === 0 && others === 0 && <p className="quiet">{words.noPhones}</p>}
      <ul className="hit-phones">
        {open.map((device) => (
          <li key={device.id}>
            <DeviceStatus status={device.status} />
            <span>{codeOf(device)}</span>
            {device.used !== null && (
              <span className="quiet small">
                {messages.facts.used} <Moment at={device.used} />
              </span>
            )}
            <DeviceActs device={device} />
          </li>
        ))}
      </ul>
      {others > 0 && (
        <p>
          <Link href={`/users/${user.id}`}>{words.otherPhones({ count: others })}</Link>
        </p>
      )}
      <StopUser user={user} />
    </section>
  );
}

function StopUser({ user }: { user: User }) {
  const [asked, ask] = useState<"freeze" | "unfreeze" | "end">();
  const may = useMay();
  const about = { company: user.company.id, user: user.id };
  const close = () => ask(undefined);
  const hasPhones = user.devices.active + user.devices.waiting > 0;
  return (
    <div className="acts hit-acts">
      {user.frozen === null && may("user.freeze", about) && (
        <Button variant="default" onClick={() => ask("freeze")}>
          {messages.freeze.button}
        </Button>
      )}
      {user.frozen !== null && may("user.unfreeze", about) && (
        <Button variant="default" onClick={() => ask("unfreeze")}>
          {messages.unfreeze.button}
        </Button>
      )}
      {hasPhones && may("device.deactivate", about) && (
        <Button variant="default" onClick={() => ask("end")}>
          {messages.endAllDevices.button}
        </Button>
      )}
      {asked === "freeze" && <FreezeDialog user={user} onClose={close} />}
      {asked === "unfreeze" && <UnfreezeDialog user={user} onClose={close} />}
      {asked === "end" && <EndAllDevicesDialog user={user} onClose={close} />}
    </div>
  );
}
