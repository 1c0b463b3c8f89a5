/** Whether this phone is notified, what stands against it, and the switch. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import type { PushStanding } from "../push/push-standing.ts";

export interface PushSettingProps {
  standing: PushStanding;
  onChoose(wanted: boolean): void;
}

export function PushSetting({ standing, onChoose }: PushSettingProps) {
  const words = messages.push;
  // Where the server sends none there is nothing to set.
  if (standing === "none") return null;
  return (
    <>
      <h2>{words.title}</h2>
      <p class="quiet" role="status">
        {words.standing[standing === "offered" ? "off" : standing]}
      </p>
      {(standing === "off" || standing === "offered" || standing === "failed") && (
        <Button wide icon="bell" onPress={() => onChoose(true)}>
          {words.turnOn}
        </Button>
      )}
      {standing === "on" && (
        <Button wide onPress={() => onChoose(false)}>
          {words.turnOff}
        </Button>
      )}
    </>
  );
}
