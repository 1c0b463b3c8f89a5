/** Whose phone it is, at the head of the screens of an unlocked phone. */
import type { Profile } from "@mtoken/protocol";

export function Whose({ profile: { user, company } }: { profile: Profile }) {
  return (
    <p class="whose">
      <strong>
        <bdi>{user.name}</bdi>
      </strong>
      <span>
        <bdi>{company.name}</bdi>
      </span>
    </p>
  );
}
