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
  busy?: boolean;
}

export function KeepOrGo({ keep, onKeep, go, onGo, kind, busy = false }: KeepOrGoProps) {
  return (
    <>
      <Button wide kind={kind} disabled={busy} onPress={onGo}>
        {go}
      </Button>
      <Button wide disabled={busy} onPress={onKeep}>
        {keep}
      </Button>
    </>
  );
}
