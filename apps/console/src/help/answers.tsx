/** The questions of one topic with their answers, each with the pages where something is done about it. */
import { Link } from "wouter";
import { Section } from "../parts/section.tsx";
import { useLedTo } from "../shell/led-to.ts";
import type { HelpTexts } from "./help-texts.ts";
import type { Question, Topic } from "./questions.ts";

export function Answers({ topic: { page, questions }, texts: messages }: { topic: Topic; texts: HelpTexts }) {
  const ledTo = useLedTo();
  return (
    <Section title={page === undefined ? messages.overseeing : (ledTo.get(page) ?? "")}>
      <ul className="card questions">
        {questions.map((question) => (
          <Answer key={question.key} question={question} messages={messages} />
        ))}
      </ul>
    </Section>
  );
}

function Answer({ question: { key, pages }, messages }: { question: Question; messages: HelpTexts }) {
  const ledTo = useLedTo();
  const { ask, answer } = messages.questions[key];
  const shown = pages.filter((page) => ledTo.has(page));
  return (
    <li>
      <h3>{ask}</h3>
      <p>{answer}</p>
      {shown.length > 0 && (
        <p className="led-to">
          {shown.map((path) => (
            <Link key={path} href={path}>
              {ledTo.get(path)}
            </Link>
          ))}
        </p>
      )}
    </li>
  );
}
