/** What a page shows of itself before it has anything to say. Screen readers hear that it loads; the shapes are for eyes. */
import { Skeleton } from "@mantine/core";
import { messages } from "../language/catalogue.ts";

export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <div className="stack" role="status">
      <span className="visually-hidden">{messages.loading}</span>
      {Array.from({ length: lines }, (_, line) => line).map((line) => (
        <Skeleton
          key={line}
          height={line === 0 ? 28 : 18}
          width={`${[40, 100, 92, 97, 85, 95][line % 6]}%`}
        />
      ))}
    </div>
  );
}
