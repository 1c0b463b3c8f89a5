/** Adds a plain user to a company, and goes on to their page, where they are invited. */
import type { CompanyId } from "@mtoken/protocol";
import { useState } from "react";
import { useLocation } from "wouter";
import { ActDialog } from "../acts/act-dialog.tsx";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { type TypedUser, UserFields } from "./user-fields.tsx";

export function AddUserDialog({ company, onClose }: { company: CompanyId; onClose(): void }) {
  const [typed, setTyped] = useState<TypedUser>({ name: "", mail: "", language: "" });
  const [, navigate] = useLocation();
  const { title, verb, done } = messages.addUser;
  return (
    <ActDialog
      title={title}
      consequences={[]}
      verb={verb}
      tone="accent"
      onAct={async () => {
        const name = typed.name.trim();
        const mail = typed.mail.trim();
        const { user } = await api.addUser({
          ...{ company, name },
          ...(mail !== "" && { mail }),
          ...(typed.language !== "" && { language: typed.language }),
        });
        navigate(`/users/${user}`);
        return done({ name });
      }}
      onClose={onClose}
    >
      <UserFields typed={typed} onChange={setTyped} />
    </ActDialog>
  );
}
