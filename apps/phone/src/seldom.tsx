/** Screens that a phone shows seldom: of an activation, and the settings with what they lead to. Loaded with the first of them. */
import { messages } from "./language/catalogue.ts";
import { Activated } from "./screens/activated.tsx";
import { Activating } from "./screens/activating.tsx";
import { ActivationStopped } from "./screens/activation-stopped.tsx";
import { AddPasskey } from "./screens/add-passkey.tsx";
import { AwaitingApproval } from "./screens/awaiting-approval.tsx";
import { ChangeMpin } from "./screens/change-mpin.tsx";
import { ChooseMpin } from "./screens/choose-mpin.tsx";
import { Computers } from "./screens/computers.tsx";
import { Deactivate } from "./screens/deactivate.tsx";
import { InvitationFailed } from "./screens/invitation-failed.tsx";
import { MpinChanged } from "./screens/mpin-changed.tsx";
import { PasteLink } from "./screens/paste-link.tsx";
import { RegistrationCode } from "./screens/registration-code.tsx";
import { RemoveComputer } from "./screens/remove-computer.tsx";
import { RemovePasskey } from "./screens/remove-passkey.tsx";
import { ResumeActivation } from "./screens/resume-activation.tsx";
import { ScanInvitation } from "./screens/scan-invitation.tsx";
import { Settings } from "./screens/settings.tsx";
import { Working } from "./screens/working.tsx";
import type { UserEvent } from "./state/app-event.ts";
import type { StateOf } from "./state/app-state.ts";

export type SeldomScreen =
  | "scan-invitation"
  | "opening-invitation"
  | "paste-link"
  | "invitation-failed"
  | "registration-code"
  | "choose-mpin"
  | "activating"
  | "resume-activation"
  | "activation-stopped"
  | "activated"
  | "awaiting-approval"
  | "settings"
  | "change-mpin"
  | "mpin-changed"
  | "computers"
  | "remove-computer"
  | "add-passkey"
  | "remove-passkey"
  | "deactivate";

interface SeldomProps {
  state: StateOf<SeldomScreen>;
  send(event: UserEvent): void;
}

export function Seldom({ state, send }: SeldomProps) {
  switch (state.screen) {
    case "scan-invitation":
      return <ScanInvitation state={state} send={send} />;
    case "opening-invitation":
      if (state.from === "scan-invitation") return <ScanInvitation state={state} send={send} />;
      return <Working name={state.screen} title={messages.openingInvitation.title} />;
    case "paste-link":
      return <PasteLink state={state} send={send} />;
    case "invitation-failed":
      return <InvitationFailed state={state} send={send} />;
    case "registration-code":
      return <RegistrationCode state={state} send={send} />;
    case "choose-mpin":
      return <ChooseMpin state={state} send={send} />;
    case "activating":
      return <Activating state={state} send={send} />;
    case "resume-activation":
      return <ResumeActivation state={state} send={send} />;
    case "activation-stopped":
      return <ActivationStopped state={state} send={send} />;
    case "activated":
      return <Activated state={state} send={send} />;
    case "awaiting-approval":
      return <AwaitingApproval state={state} send={send} />;
    case "settings":
      return <Settings state={state} send={send} />;
    case "change-mpin":
      return <ChangeMpin state={state} send={send} />;
    case "mpin-changed":
      return <MpinChanged state={state} send={send} />;
    case "computers":
      return <Computers state={state} send={send} />;
    case "remove-computer":
      return <RemoveComputer state={state} send={send} />;
    case "add-passkey":
      return <AddPasskey state={state} send={send} />;
    case "remove-passkey":
      return <RemovePasskey state={state} send={send} />;
    case "deactivate":
      return <Deactivate state={state} send={send} />;
  }
}
