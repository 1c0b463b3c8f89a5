/** What is known of a user. */
import { isLanguage, languages } from "@mtoken/language";
import type { User } from "@mtoken/protocol/people";
import { Link } from "wouter";
import { messages } from "../../language/catalogue.ts";
import { Facts } from "../../parts/facts.tsx";
import { MailAddress } from "../../parts/mail-address.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { useMay } from "../../session/me.tsx";

export function UserDetails({ user }: { user: User }) {
  const may = useMay();
  const { facts, user: words } = messages;
  const { company, language } = user;
  return (
    <Section title={words.details}>
      <div className="card">
        <Facts
          facts={[
            { name: facts.mail, value: <MailAddress address={user.mail} /> },
            { name: facts.language, value: nameOfLanguage(language) },
            {
              name: facts.company,
              value: may("company.read", { company: company.id }) ? (
                <Link href={`/companies/${company.id}`}>{company.name}</Link>
              ) : (
                company.name
              ),
            },
            {
              name: facts.functions,
              value: user.functions.length > 0 ? messages.entitle.whole : messages.entitle.mtokenOnly,
            },
            { name: facts.added, value: <Moment at={user.created} /> },
            ...(user.frozen === null
              ? []
              : [{ name: facts.stoppedSince, value: <Moment at={user.frozen} /> }]),
            { name: facts.id, value: <code className="code small">{user.id}</code> },
          ]}
        />
      </div>
    </Section>
  );
}

function nameOfLanguage(tag: string | null): string {
  if (tag === null) return messages.addUser.usualLanguage;
  return isLanguage(tag) ? languages[tag].name : tag;
}
