/** Copies a text, and says that it has. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { messages } from "../language/catalogue.ts";
import { Icon } from "./icon.tsx";

/** `what` names it for who hears the button, such as “Copy the link”. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<"ready" | "copied" | "failed">("ready");
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("failed");
    }
  }
  return (
    <span className="copy">
      <Button
        variant="default"
        leftSection={<Icon name={state === "copied" ? "check" : "copy"} />}
        onClick={() => void copy()}
      >
        {what}
      </Button>
      <span role="status" className="small quiet">
        {state === "copied" && messages.copied}
        {state === "failed" && messages.notCopied}
      </span>
    </span>
  );
}
