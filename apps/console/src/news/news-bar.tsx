/** Says that a list is not the newest any more, and shows the newest when it is asked to. */
import { Button } from "@mantine/core";
import { messages } from "../language/catalogue.ts";
import { type Counted, useNews } from "./use-news.ts";

export interface NewsBarProps {
  counted: Counted | undefined;
  /** When the list was read, in milliseconds; 0 before. */
  readAt: number;
  /** Reads it anew. */
  onShow(): void;
}

export function NewsBar({ counted, readAt, onShow }: NewsBarProps) {
  const count = useNews(counted, readAt);
  const words = messages.news;
  return (
    <div role="status" className="news">
      {count !== undefined && (
        <>
          <span>{count === 0 ? words.changed : words.more({ count })}</span>
          <Button variant="default" size="compact-md" onClick={onShow}>
            {words.show}
          </Button>
        </>
      )}
    </div>
  );
}
