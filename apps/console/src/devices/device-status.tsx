/** How a phone stands, as a chip. */
import type { ListedDevice } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";
import { Chip, type ChipTone } from "../parts/chip.tsx";

const tones: Record<ListedDevice["status"], ChipTone> = {
  pending: "plain",
  "awaiting-approval": "warn",
  active: "good",
  blocked: "danger",
  deactivated: "plain",
};

export function DeviceStatus({ status }: Pick<ListedDevice, "status">) {
  return <Chip tone={tones[status]}>{messages.deviceStatuses[status]}</Chip>;
}
