/** Who is signed in, as what, and for whom; and the way out. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { messages } from "../language/catalogue.ts";
import { Icon } from "../parts/icon.tsx";
import { Problem } from "../parts/problem.tsx";
import { useMe } from "../session/me.tsx";
import { signOut } from "../session/sign-out.ts";
import { LanguageChoice } from "./language-choice.tsx";

export function WhoIsIn() {
  const { user, role, company } = useMe();
  const { mutate, error, isPending } = useMutation({ mutationFn: signOut });
  return (
    <div className="who">
      <p>
        <strong>{user.name}</strong>
        <span className="quiet small">{messages.roles[role]}</span>
        <span className="quiet small">{company.name}</span>
      </p>
      {error !== null && <Problem error={error} />}
      <Button
        variant="default"
        fullWidth
        loading={isPending}
        leftSection={<Icon name="leave" />}
        onClick={() => mutate()}
      >
        {messages.signOut}
      </Button>
      <LanguageChoice />
    </div>
  );
}
