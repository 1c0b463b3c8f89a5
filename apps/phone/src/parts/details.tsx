/** Names and what belongs to them, each in full, nothing cut off. */
import type { ComponentChildren } from "preact";

export function Details({ children }: { children: ComponentChildren }) {
  return <dl class="details">{children}</dl>;
}

export interface DetailProps {
  name: string;
  /** Set in the face of codes. */
  code?: boolean;
  large?: boolean;
  children: ComponentChildren;
}

export function Detail({ name, code = false, large = false, children }: DetailProps) {
  const kind = ["detail", ...(code ? ["code"] : []), ...(large ? ["large"] : [])].join(" ");
  return (
    <div class={kind}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
