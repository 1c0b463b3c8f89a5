/**
 * The two ways on from a question that a screen asks: it is done, or, beneath it as the way out is on every screen, everything
 * stays as it is.
 */
import { Button } from "@mtoken/look";

export interface KeepOrGoProps {
  /** What leaves everything as it is, in words. */
  keep: string;
  onKeep(): void;
  /** What does it, with its verb. */
  go: string;
  onGo(): void;
  /** `danger` where nothing here takes it back. */
  kind: "danger" | "main";
  /** What is said while it is done; null while it is not. */
  busy?: string | null;
}

export function KeepOrGo({ keep, onKeep, go, onGo, kind, busy = null }: KeepOrGoProps) {
  return (
    <>
      <Button wide kind={kind} busy={busy !== null} onPress={onGo}>
        {busy ?? go}
      </Button>
      <Button wide disabled={busy !== null} onPress={onKeep}>
        {keep}
      </Button>
    </>
  );
}
