/** A document or a statement: its text whole, as it stands, and for a document the name and hash that it is known by. */
import type { Document, Statement } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";
import { Detail, Details } from "./details.tsx";

export function TextContent({ content }: { content: Document | Statement }) {
  const words = messages.request;
  const document = content.type === "document" ? content : null;
  return (
    <section class="text-content">
      {document !== null && (
        <p class="document-name">
          <bdi>{document.name}</bdi>
        </p>
      )}
      <p class="text" dir="auto">
        {content.text}
      </p>
      {document !== null && (
        <Details>
          <Detail name={words.hash} code>
            {document.hash.value}
          </Detail>
        </Details>
      )}
    </section>
  );
}
