/** An address that leads nowhere, or to what its reader may not see: the two look alike. */
import { Link } from "wouter";
import { messages } from "../language/catalogue.ts";
import { Page } from "../parts/page.tsx";

export function NotFoundPage() {
  const { title, text, home } = messages.notFound;
  return (
    <Page title={title}>
      <p>{text}</p>
      <p>
        <Link href="/">{home}</Link>
      </p>
    </Page>
  );
}
