/** The screens of an activation, which a phone needs once. */
import { messages } from "./language/catalogue.ts";
import { Activated } from "./screens/activated.tsx";
import { Activating } from "./screens/activating.tsx";
import { ActivationStopped } from "./screens/activation-stopped.tsx";
import { AwaitingApproval } from "./screens/awaiting-approval.tsx";
import { ChooseMpin } from "./screens/choose-mpin.tsx";
import { InvitationFailed } from "./screens/invitation-failed.tsx";
import { PasteLink } from "./screens/paste-link.tsx";
import { RegistrationCode } from "./screens/registration-code.tsx";
import { ResumeActivation } from "./screens/resume-activation.tsx";
import { ScanInvitation } from "./screens/scan-invitation.tsx";
import { Working } from "./screens/working.tsx";
import type { UserEvent } from "./state/app-event.ts";
import type { StateOf } from "./state/app-state.ts";

export type ActivationScreen =
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
  | "awaiting-approval";

interface ActivationProps {
  state: StateOf<ActivationScreen>;
  send(event: UserEvent): void;
}

export function Activation({ state, send }: ActivationProps) {
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
  }
}
