/** Ends a portal. */
import type { ListedPortal } from "@mtoken/protocol/people";
import { ActDialog } from "../../acts/act-dialog.tsx";
import { askedReasons } from "../../acts/asked-reasons.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";

export function EndPortalDialog({ portal, onClose }: { portal: ListedPortal; onClose(): void }) {
  const { endTitle, follows, stays, anew, verb, done } = messages.portals;
  const { id, name, origin } = portal;
  return (
    <ActDialog
      title={endTitle({ name })}
      consequences={[follows({ origin }), stays, anew]}
      verb={verb}
      reasons={askedReasons.endPortal}
      onAct={async (given) => {
        await api.endPortal(id, given);
        return done({ name });
      }}
      onClose={onClose}
    />
  );
}
