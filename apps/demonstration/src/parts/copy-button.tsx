/** Copies a text, and says so for a moment, to eyes and ears. */
import { Icon } from "@mtoken/look";
import { useEffect, useState } from "preact/hooks";

const shownMilliseconds = 2_500;

export interface CopyButtonProps {
  text: string;
  /** What the button is called, as in "Copy the code". */
  label: string;
  copied: string;
}

export function CopyButton({ text, label, copied }: CopyButtonProps) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [done]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
    } catch {
      // The browser keeps the clipboard to itself; the text stands there to be selected.
    }
  }

  return (
    <span class="copy">
      <button type="button" class="button plain compact" onClick={() => void copy()}>
        <Icon name={done ? "check" : "copy"} />
        <span>{label}</span>
      </button>
      <span class="copied" role="status">
        {done ? copied : ""}
      </span>
    </span>
  );
}
