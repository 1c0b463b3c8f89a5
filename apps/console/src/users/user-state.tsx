/** How a user stands, as chips: the worst first. */
import type { User } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";
import { Chip } from "../parts/chip.tsx";

export function UserState({ user: { removed, frozen, devices, invited_until, lapsed } }: { user: User }) {
  const words = messages.userStates;
  if (removed !== null) return <Chip>{words.removed}</Chip>;
  return (
    <span className="chips">
      {frozen !== null && <Chip tone="danger">{words.frozen}</Chip>}
      {devices.waiting > 0 && <Chip tone="warn">{words.waiting}</Chip>}
      {devices.active > 0 && <Chip tone="good">{words.active({ count: devices.active })}</Chip>}
      {invited_until !== null && <Chip tone="accent">{words.invited}</Chip>}
      {lapsed !== null && <Chip tone="warn">{words.lapsed}</Chip>}
      {frozen === null &&
        lapsed === null &&
        devices.active + devices.waiting === 0 &&
        invited_until === null && <Chip>{words.none}</Chip>}
    </span>
  );
}
