/** Adds a plain user to a company, and goes on to their page, where they are invited. */
import { appFunctions, type CompanyId } from "@mtoken/protocol";
import { useState } from "react";
import { useLocation } from "wouter";
import { ActDialog } from "../acts/act-dialog.tsx";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { useMe } from "../session/me.tsx";
import { FunctionsField } from "./functions-field.tsx";
import { ReferenceField, referenceIn } from "./reference-field.tsx";
import { type TypedUser, UserFields } from "./user-fields.tsx";

export function AddUserDialog({ company, onClose }: { company: CompanyId; onClose(): void }) {
  const [typed, setTyped] = useState<TypedUser>({ name: "", mail: "", language: "" });
  const [isWhole, setWhole] = useState(true);
  const [reference, setReference] = useState("");
  const isOthers = useMe().company.id !== company;
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
          functions: isWhole ? [...appFunctions] : [],
          ...(isWhole && referenceIn(reference)),
        });
        navigate(`/users/${user}`);
        return done({ name });
      }}
      onClose={onClose}
    >
      <UserFields typed={typed} onChange={setTyped} />
      <FunctionsField isWhole={isWhole} onChange={setWhole} />
      {isOthers && isWhole && <ReferenceField value={reference} onChange={setReference} />}
    </ActDialog>
  );
}
