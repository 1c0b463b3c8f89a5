/** The end of a device, by its user or by somebody who may: the keys are gone, and how to get new ones. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { DeskPhone } from "../parts/desk-phone.tsx";
import { Screen } from "../parts/screen.tsx";
import type { ScreenPropsOf } from "./screen-props.ts";

export function Deactivated({ state, send }: ScreenPropsOf<"deactivated">) {
  const words = messages.deactivated;
  const what = { "by-user": words.byUser, "by-others": words.byOther, unapproved: words.unapproved };
  const anew = (
    <Button wide onPress={() => send({ type: "start-anew" })}>
      {messages.startAnew}
    </Button>
  );
  return (
    <Screen
      name={state.screen}
      title={state.how === "unapproved" ? words.unapprovedTitle : words.title}
      above={<Seal kind="stopped" />}
      actions={anew}
    >
      <p class="lead">{what[state.how]}</p>
      <p>{words.next}</p>
      <DeskPhone />
    </Screen>
  );
}
