/** Something that stops somebody: what it is for, and its button. */
import { Button } from "@mantine/core";

export interface StoppingActProps {
  name: string;
  text: string;
  onPress(): void;
}

export function StoppingAct({ name, text, onPress }: StoppingActProps) {
  return (
    <div className="stopping">
      <p>{text}</p>
      <Button variant="outline" color="danger" onClick={onPress}>
        {name}
      </Button>
    </div>
  );
}
