/** Deactivates all phones of a user. */
import { ActDialog } from "../acts/act-dialog.tsx";
import { ActSubject } from "../acts/act-subject.tsx";
import { askedReasons } from "../acts/asked-reasons.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { useMe } from "../session/me.tsx";
import type { UserDialogProps } from "./freeze-dialog.tsx";

export function EndAllDevicesDialog({ user: { id, name, company }, onClose }: UserDialogProps) {
  const me = useMe();
  const { title, follows, ownTitle, ownFollows, verb, done } = messages.endAllDevices;
  const { anew } = messages.endDevice;
  const isOwn = id === me.user.id;
  return (
    <ActDialog
      title={isOwn ? ownTitle : title({ name })}
      subject={<ActSubject company={company} />}
      consequences={isOwn ? [ownFollows] : [follows, anew({ name })]}
      verb={verb}
      reasons={askedReasons.endDevices}
      onAct={async (given) => {
        const { devices } = await api.endDevicesOfUser(id, given);
        return done({ count: devices, name });
      }}
      onClose={onClose}
    />
  );
}
