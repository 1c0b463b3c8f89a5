/** Something goes on, and takes a moment. */
import { Heading } from "./heading.tsx";

export function Busy({ title }: { title: string }) {
  return (
    <div class="outcome" aria-busy="true">
      <div class="pulse" />
      <Heading text={title} />
    </div>
  );
}
