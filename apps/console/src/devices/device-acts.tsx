/** What can be done about one phone by who looks at it: buttons, each with the dialog that asks. */
import { Button } from "@mantine/core";
import type { ListedDevice } from "@mtoken/protocol/people";
import { useState } from "react";
import { actorText } from "../activity/event-text.ts";
import { messages } from "../language/catalogue.ts";
import { useMay, useMe } from "../session/me.tsx";
import { ApproveDialog } from "./approve-dialog.tsx";
import { EndDeviceDialog } from "./end-device-dialog.tsx";
import { RefuseDialog } from "./refuse-dialog.tsx";

export interface DeviceActsProps {
  device: ListedDevice;
  /** In a table they are small. */
  size?: "xs" | "sm";
}

export function DeviceActs({ device, size = "sm" }: DeviceActsProps) {
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
      <WhoseApproval device={device} />
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
      {asked === "end" && <EndDeviceDialog device={device} onClose={close} />}
    </div>
  );
}

/** In the place of the button, for who looks at a phone that others approve, or nobody. */
function WhoseApproval({ device: { approval, instead } }: { device: ListedDevice }) {
  const me = useMe();
  const words = messages.approveDevice;
  switch (approval) {
    case "behind":
    case "company":
      return <span className="quiet small">{words[approval]}</span>;
    case "nobody":
      return <span className="small">{anewText()}</span>;
    default:
      return null;
  }

  function anewText(): string {
    if (instead === null) return words.nobody;
    if (instead.id === me.user.id) return words.nobodyButYou;
    return words.nobodyBut({ inviter: actorText({ by: instead }) ?? "" });
  }
}
