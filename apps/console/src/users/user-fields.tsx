/** Name, mail address and language of a user, as they are typed. */
import { NativeSelect, TextInput } from "@mantine/core";
import { type Language, languages } from "@mtoken/language";
import { messages } from "../language/catalogue.ts";

export interface TypedUser {
  name: string;
  mail: string;
  language: string;
}

export function UserFields({ typed, onChange }: { typed: TypedUser; onChange(typed: TypedUser): void }) {
  const words = messages.addUser;
  return (
    <>
      <TextInput
        data-autofocus
        required
        label={words.name}
        description={words.nameHint}
        value={typed.name}
        maxLength={100}
        autoComplete="off"
        onChange={({ currentTarget }) => onChange({ ...typed, name: currentTarget.value })}
      />
      <TextInput
        type="email"
        label={words.mail}
        description={words.mailHint}
        value={typed.mail}
        maxLength={254}
        autoComplete="off"
        onChange={({ currentTarget }) => onChange({ ...typed, mail: currentTarget.value })}
      />
      <NativeSelect
        label={words.language}
        value={typed.language}
        data={[
          { value: "", label: words.usualLanguage },
          ...(Object.keys(languages) as Language[]).map((tag) => ({
            value: tag,
            label: languages[tag].name,
          })),
        ]}
        onChange={({ currentTarget }) => onChange({ ...typed, language: currentTarget.value })}
      />
    </>
  );
}
