/**
 * The code as large as the window, for whoever sees or aims less well. It goes on rotating, since a code that stood
 * still could be passed on: what moves is the code itself, so WCAG 2.2 §2.2.2 lets it (essential). Each frame can be held
 * for as long as it is good, and where a code may be typed it stands still beside it.
 */
import { Button, Grouped, Icon } from "@mtoken/look";
import { useEffect, useId, useRef } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import type { CodeCardProps } from "./code-card.tsx";
import { CodeCard } from "./code-card.tsx";

export interface EnlargedCodeProps {
  code: CodeCardProps;
  typedCode: string | null;
  hold: boolean;
  onHold(hold: boolean): void;
  onClose(): void;
}

export function EnlargedCode({ code, typedCode, hold, onHold, onClose }: EnlargedCodeProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const words = messages.enlarged;
  return (
    <dialog ref={dialog} class="enlarged" aria-labelledby={title} onClose={onClose}>
      <h2 id={title} class="visually-hidden">
        {words.title}
      </h2>
      <CodeCard {...code} />
      <div class="controls">
        <button type="button" class="button plain" aria-pressed={hold} onClick={() => onHold(!hold)}>
          <Icon name={hold ? "check" : "hold"} />
          <span>{words.hold}</span>
        </button>
        <Button icon="reduce" kind="main" onPress={() => dialog.current?.close()}>
          {words.close}
        </Button>
        <p role="status">{hold ? words.held : words.changing}</p>
        {typedCode !== null && (
          <p>
            {words.typed} <Grouped text={typedCode} />
          </p>
        )}
      </div>
    </dialog>
  );
}
