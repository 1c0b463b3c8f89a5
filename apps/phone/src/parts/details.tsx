/** Names and what belongs to them, each in full, nothing cut off. A value runs as its own letters do, whatever the language around it. */
import type { ComponentChildren } from "preact";
import { wordsClass } from "./words-class.ts";

export function Details({ children }: { children: ComponentChildren }) {
  return <dl class="details">{children}</dl>;
}

export interface DetailProps {
  name: string;
  /** Set in the face of codes, and from the left in every language. */
  code?: boolean;
  large?: boolean;
  children: ComponentChildren;
}

export function Detail({ name, code = false, large = false, children }: DetailProps) {
  const words = large && typeof children === "string" ? wordsClass(children) : undefined;
  const kind = ["detail", ...(code ? ["code"] : []), ...(large ? ["large"] : [])].join(" ");
  return (
    <div class={kind}>
      <dt>{name}</dt>
      <dd>
        <bdi dir={code ? "ltr" : undefined} class={words}>
          {children}
        </bdi>
      </dd>
    </div>
  );
}
