/** Refuses a phone that waits; if somebody has let it in meanwhile, that is told instead. */
import type { ListedDevice } from "@mtoken/protocol/people";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ActSubject } from "../acts/act-subject.tsx";
import { askedReasons } from "../acts/asked-reasons.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";

export function RefuseDialog({ device, onClose }: { device: ListedDevice; onClose(): void }) {
  const { title, follows, verb, done } = messages.refuseDevice;
  const { name } = device.user;
  return (
    <ActDialog
      title={title({ name })}
      subject={<ActSubject company={device.company} device={device} />}
      consequences={[follows]}
      verb={verb}
      reasons={askedReasons.refuseDevice}
      onAct={async (given) => {
        await api.endDevice(device.id, { ...given, only_while: "awaiting-approval" });
        return done({ name });
      }}
      onClose={onClose}
    />
  );
}
