/** Questions and short answers: those that concern who reads them, and no others. */
import { useQuery } from "@tanstack/react-query";
import { ConsoleError } from "../../api/console-error.ts";
import { Answers } from "../../help/answers.tsx";
import { loadHelpTexts } from "../../help/help-texts.ts";
import { topicsFor } from "../../help/questions.ts";
import { language, messages } from "../../language/catalogue.ts";
import { DeskPhone } from "../../parts/desk-phone.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { useMe } from "../../session/me.tsx";

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
        : topicsFor(me).map((topic) => <Answers key={topic.page ?? ""} topic={topic} texts={data} />)}
    </Page>
  );
}
