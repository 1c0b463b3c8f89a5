/** The page of who is not signed in: our mark, the language, and one thing to do. */
import type { ReactNode } from "react";
import { messages } from "../../language/catalogue.ts";
import { Wordmark } from "../../parts/wordmark.tsx";
import { LanguageChoice } from "../../shell/language-choice.tsx";

export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="entrance">
      <title>{messages.titleOf({ page: title })}</title>
      <header>
        <Wordmark />
        <LanguageChoice />
      </header>
      <main>
        <div className="card entrance-card">
          <h1>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
