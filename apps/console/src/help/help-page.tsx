/** Questions and short answers: those that concern who reads them, and no others. Each names the pages where something is done about it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { ConsoleError } from "../api/console-error.ts";
import { language, messages } from "../language/catalogue.ts";
import { DeskPhone } from "../parts/desk-phone.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { Problem } from "../parts/problem.tsx";
import { Section } from "../parts/section.tsx";
import { useMe } from "../session/me.tsx";
import { useLedTo } from "../shell/led-to.ts";
import { type HelpTexts, loadHelpTexts } from "./help-texts.ts";
import { type Question, type Topic, topicsFor } from "./questions.ts";

export function HelpPage() {
  const me = useMe();
  const { data, error } = useQuery({
    queryKey: ["help", language],
    queryFn: () => loadHelpTexts(language),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title={messages.help.title} lead={messages.help.lead}>
      <DeskPhone />
      {error !== null && <Problem error={new ConsoleError("unreadable")} />}
      {data === undefined
        ? error === null && <Loading />
        : topicsFor(me).map((topic) => <Answers key={topic.page ?? ""} topic={topic} messages={data} />)}
    </Page>
  );
}

function Answers({ topic: { page, questions }, messages }: { topic: Topic; messages: HelpTexts }) {
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
