/** What narrows the log: kind, days, a user, and for who oversees several a company. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { ChooseCompany, ChooseUser } from "../lists/choose.tsx";
import type { ListAddress } from "../lists/list-address.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { reachesCompanies, reachesOthers, useMe } from "../session/me.tsx";
import type { ActivityAddress } from "./activity-address.ts";
import { kindGroups, kindText } from "./kinds.ts";

interface FilterProps {
  wanted: ActivityAddress;
  address: ListAddress;
}

export function ActivityFilters({ wanted, address }: FilterProps) {
  const me = useMe();
  const [asked, ask] = useState<"user" | "company">();
  const words = messages.activity;
  const ofAll = reachesCompanies(me, "activity.read");
  const close = () => ask(undefined);
  return (
    <>
      <search className="filters">
        <NativeSelect
          label={words.kind}
          value={wanted.kind ?? ""}
          data={[{ value: "", label: words.everything }, ...kindOptions(ofAll)]}
          onChange={({ currentTarget }) => address.set({ kind: currentTarget.value })}
        />
        <TextInput
          type="date"
          label={words.from}
          value={wanted.from ?? ""}
          max={wanted.to}
          onChange={({ currentTarget }) => address.set({ from: currentTarget.value })}
        />
        <TextInput
          type="date"
          label={words.to}
          value={wanted.to ?? ""}
          min={wanted.from}
          error={isBackwards(wanted) && words.backwards}
          onChange={({ currentTarget }) => address.set({ to: currentTarget.value })}
        />
        {reachesOthers(me, "activity.read") && (
          <Button variant="default" leftSection={<Icon name="user" />} onClick={() => ask("user")}>
            {words.chooseUser}
          </Button>
        )}
        {ofAll && (
          <Button variant="default" leftSection={<Icon name="company" />} onClick={() => ask("company")}>
            {words.chooseCompany}
          </Button>
        )}
      </search>
      {asked === "user" && (
        <ChooseUser
          company={wanted.company}
          onChoose={({ id }) => address.set({ user: id, device: undefined })}
          onClose={close}
        />
      )}
      {asked === "company" && (
        <ChooseCompany
          onChoose={(company) => address.set({ company, user: undefined, device: undefined })}
          onClose={close}
        />
      )}
    </>
  );
}

/** Days are written so that their order is that of the letters. */
function isBackwards({ from, to }: ActivityAddress): boolean {
  return from !== undefined && to !== undefined && from > to;
}

function kindOptions(ofAll: boolean) {
  const { groups } = messages.activity;
  return kindGroups
    .filter(({ ofOperator = false }) => ofAll || !ofOperator)
    .map(({ name, kinds: members }) => ({
      group: groups[name],
      items: members.map((value) => ({ value, label: kindText(value) })),
    }));
}

/** What it is narrowed to besides, each with the way to take it back. */
export function Narrowed({ wanted, address }: FilterProps) {
  const me = useMe();
  const words = messages.activity;
  const { company, user, by, device } = wanted;
  const theCompany = useQuery({
    queryKey: ["company", company],
    queryFn: company === undefined || company === me.company.id ? skipToken : () => api.company(company),
  });
  const theUser = useNameOf(user);
  const theActor = useNameOf(by);
  const chips: { name: string; icon: IconName; text: string }[] = [
    ...(company === undefined
      ? []
      : [
          {
            name: "company",
            icon: "company" as const,
            text: messages.users.ofCompany({
              company: company === me.company.id ? me.company.name : (theCompany.data?.name ?? company),
            }),
          },
        ]),
    ...(user === undefined
      ? []
      : [{ name: "user", icon: "user" as const, text: words.ofUser({ name: theUser }) }]),
    ...(by === undefined
      ? []
      : [{ name: "by", icon: "user" as const, text: words.doneBy({ name: theActor }) }]),
    ...(device === undefined ? [] : [{ name: "device", icon: "device" as const, text: words.ofPhone }]),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className="narrowed">
      {chips.map(({ name, icon, text }) => (
        <li key={name} className="narrowed">
          <span className="chip accent">
            <Icon name={icon} />
            {text}
          </span>
          <button
            type="button"
            className="link"
            aria-label={words.withoutThis({ filter: text })}
            onClick={() => address.set({ [name]: undefined })}
          >
            {words.without}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The name of a user, or their id as long as nobody knows. */
function useNameOf(user: ActivityAddress["user"]): string {
  const me = useMe();
  const { data } = useQuery({
    queryKey: ["user", user],
    queryFn: user === undefined || user === me.user.id ? skipToken : () => api.user(user),
  });
  return user === me.user.id ? me.user.name : (data?.name ?? user ?? "");
}
