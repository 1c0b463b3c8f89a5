/** A moment's work: what is being done, and a sign that it goes on. */
import { Screen } from "../parts/screen.tsx";

export function Working({ name, title }: { name: string; title: string }) {
  return (
    <Screen name={name} title={title} above={<span class="pulse" aria-hidden="true" />}>
      {null}
    </Screen>
  );
}
