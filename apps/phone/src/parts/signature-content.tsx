/** What is signed, by its kind. */
import type { Content } from "@mtoken/protocol";
import { BatchContent } from "./batch-content.tsx";
import { PaymentContent } from "./payment-content.tsx";
import { TextContent } from "./text-content.tsx";

export function SignatureContent({ content }: { content: Content }) {
  switch (content.type) {
    case "payment":
      return <PaymentContent payment={content} />;
    case "batch":
      return <BatchContent batch={content} />;
    case "document":
    case "statement":
      return <TextContent content={content} />;
  }
}
