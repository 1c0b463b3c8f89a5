/** A moment's work: what is being done, and a sign that it goes on. */
import { Screen } from "../parts/screen.tsx";

export interface WorkingProps {
  name: string;
  title: string;
  hint?: string;
}

export function Working({ name, title, hint }: WorkingProps) {
  return (
    <Screen name={name} title={title} above={<span class="pulse" aria-hidden="true" />}>
      {hint !== undefined && <p class="lead">{hint}</p>}
    </Screen>
  );
}
