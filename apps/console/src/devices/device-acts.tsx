/** What can be done about one phone by who looks at it: buttons, each with the dialog that asks. */
import { Button } from "@mantine/core";
import type { ListedDevice, Reason } from "@mtoken/protocol/people";
import { useState } from "react";
import { messages } from "../language/catalogue.ts";
import { useMay } from "../session/me.tsx";
import { ApproveDialog } from "./approve-dialog.tsx";
import { EndDeviceDialog } from "./end-device-dialog.tsx";
import { RefuseDialog } from "./refuse-dialog.tsx";

export interface DeviceActsProps {
  device: ListedDevice;
  /** Which reason for its end is chosen already. */
  reason?: Reason;
  /** In a table they are small. */
  size?: "xs" | "sm";
}

export function DeviceActs({ device, reason = "lost", size = "sm" }: DeviceActsProps) {
  const [asked, ask] = useState<"approve" | "refuse" | "end">();
  const may = useMay();
  const about = { company: device.company.id, user: device.user.id };
  const isWaiting = device.status === "awaiting-approval";
  const mayEnd = may("device.deactivate", about) && device.ended === null;
  const close = () => ask(undefined);
  return (
    <div className="acts">
      {isWaiting && device.approval === "may" && (
        <Button size={size} onClick={() => ask("approve")}>
          {messages.approveDevice.button}
        </Button>
      )}
      {(device.approval === "behind" || device.approval === "company") && (
        <span className="quiet small">{messages.approveDevice[device.approval]}</span>
      )}
      {mayEnd && (
        <Button
          size={size}
          variant="outline"
          color="danger"
          onClick={() => ask(isWaiting ? "refuse" : "end")}
        >
          {isWaiting ? messages.refuseDevice.button : messages.endDevice.button}
        </Button>
      )}
      {asked === "approve" && <ApproveDialog device={device} onClose={close} />}
      {asked === "refuse" && <RefuseDialog device={device} onClose={close} />}
      {asked === "end" && <EndDeviceDialog device={device} reason={reason} onClose={close} />}
    </div>
  );
}
