/** Deactivates a phone. */
import type { ListedDevice } from "@mtoken/protocol/people";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ActSubject } from "../acts/act-subject.tsx";
import { askedReasons } from "../acts/asked-reasons.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { useMe } from "../session/me.tsx";

export interface EndDeviceDialogProps {
  device: ListedDevice;
  onClose(): void;
}

export function EndDeviceDialog({ device, onClose }: EndDeviceDialogProps) {
  const me = useMe();
  const { title, follows, anew, own, verb, done } = messages.endDevice;
  const { name } = device.user;
  return (
    <ActDialog
      title={title({ name })}
      subject={<ActSubject company={device.company} device={device} />}
      consequences={[follows, anew({ name }), ...(device.id === me.device ? [own] : [])]}
      verb={verb}
      reasons={askedReasons.endDevices}
      onAct={async (given) => {
        await api.endDevice(device.id, given);
        return done({ name });
      }}
      onClose={onClose}
    />
  );
}
