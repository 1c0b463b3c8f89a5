/** What surrounds every page of the portal: the bank, who is signed in, and whether the portal answers at all. */
import { Notice } from "@mtoken/look";
import type { ComponentChildren } from "preact";
import type { SignedIn } from "../api/portal.ts";
import { BankMark } from "./bank-mark.tsx";
import { messages } from "./messages.ts";

export interface FrameProps {
  signedIn: SignedIn | undefined;
  unreachable: boolean;
  onSignOut(): void;
  children: ComponentChildren;
}

export function Frame({ signedIn, unreachable, onSignOut, children }: FrameProps) {
  return (
    <>
      <header>
        <p class="disclaimer">{messages.demonstration}</p>
        <div class="bar">
          <a class="bank" href="/portal">
            <BankMark />
            <span>{messages.bank}</span>
          </a>
          {signedIn !== undefined && (
            <div class="who">
              <p id="signed-in-user">
                <span class="visually-hidden">{messages.signedInAs(signedIn.user.name)}, </span>
                <span class="name" aria-hidden="true">
                  {signedIn.user.name}
                </span>
                <span class="quiet small">{signedIn.company.name}</span>
              </p>
              <button type="button" class="button plain compact" id="sign-out" onClick={onSignOut}>
                {messages.signOut}
              </button>
            </div>
          )}
        </div>
      </header>
      <main class="portal">
        <div role="status" class="unreachable">
          {unreachable && (
            <Notice tone="warn" icon="offline" title={messages.unreachable.title}>
              {messages.unreachable.text}
            </Notice>
          )}
        </div>
        {children}
      </main>
    </>
  );
}
