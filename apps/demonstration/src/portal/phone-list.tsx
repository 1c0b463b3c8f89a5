/** "My phones": what the portal offers of mtoken's own acts (M19). Deactivating is asked first, since there is no way back. */
import { Button, Grouped, Icon, Notice } from "@mtoken/look";
import { useState } from "preact/hooks";
import { deactivatePhone, type LossReason, type Phone } from "../api/portal.ts";
import { Moment } from "../parts/moment.tsx";
import { useFocus } from "../parts/use-focus.ts";
import { useNow } from "../parts/use-now.ts";
import { messages } from "./messages.ts";
import { problemText } from "./problem-text.ts";

/** Whether an error says that the session is over; the page then changes by itself. */
type IsOver = (error: unknown) => boolean;

export interface PhoneListProps {
  phones: readonly Phone[] | undefined;
  isOver: IsOver;
  refresh(): void;
}

export function PhoneList({ phones, isOver, refresh }: PhoneListProps) {
  const texts = messages.phones;
  return (
    <section class="phones" aria-labelledby="phones-title">
      <h2 id="phones-title">{texts.title}</h2>
      <p class="quiet small">{texts.lead}</p>
      <ul class="card">
        {phones?.length === 0 && <li class="empty quiet">{texts.none}</li>}
        {phones?.map((phone) => (
          <PhoneLine key={phone.id} phone={phone} isOver={isOver} refresh={refresh} />
        ))}
      </ul>
    </section>
  );
}

interface PhoneLineProps extends Omit<PhoneListProps, "phones"> {
  phone: Phone;
}

function PhoneLine({ phone, isOver, refresh }: PhoneLineProps) {
  const texts = messages.phones;
  const now = useNow();
  const [asking, setAsking] = useState(false);
  return (
    <li class="phone" id={`phone-${phone.id}`}>
      <p class="name">
        <Icon name="device" />
        <span class={`chip ${phone.status === "active" ? "good" : ""}`}>{texts.states[phone.status]}</span>
      </p>
      {phone.fingerprint !== null && (
        <p class="small">
          <span class="quiet">{texts.code}</span> <Grouped text={phone.fingerprint} />
        </p>
      )}
      <p class="small quiet">
        <Lately phone={phone} now={now} />
      </p>
      {asking ? (
        <Question phone={phone} isOver={isOver} refresh={refresh} onKeep={() => setAsking(false)} />
      ) : (
        <p class="actions">
          <Button onPress={() => setAsking(true)}>{texts.deactivate}</Button>
        </p>
      )}
    </li>
  );
}

function Lately({ phone: { used, activated }, now }: { phone: Phone; now: number }) {
  const at = used ?? activated;
  if (at === null) return null;
  return (
    <>
      {used === null ? messages.phones.since : messages.phones.used} <Moment seconds={at} now={now} />
    </>
  );
}

function Question({ phone, isOver, refresh, onKeep }: PhoneLineProps & { onKeep(): void }) {
  const texts = messages.phones;
  const question = useFocus<HTMLParagraphElement>(true);
  const [reason, setReason] = useState<LossReason>("lost");
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function end(): Promise<void> {
    setWorking(true);
    try {
      await deactivatePhone(phone, reason);
      refresh();
    } catch (error) {
      setWorking(false);
      if (!isOver(error)) setProblem(problemText(error));
    }
  }

  return (
    <div class="question">
      <p tabIndex={-1} ref={question}>
        <strong>{texts.question}</strong>
      </p>
      <p class="small">{texts.consequence}</p>
      <div class="field">
        <label for={`why-${phone.id}`}>{texts.why}</label>
        <select
          id={`why-${phone.id}`}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value as LossReason)}
        >
          {Object.entries(texts.whys).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </div>
      {problem !== undefined && (
        <Notice tone="danger" alert>
          {problem}
        </Notice>
      )}
      <p class="actions">
        <Button kind="danger" disabled={working} onPress={() => void end()}>
          {texts.go}
        </Button>
        <Button disabled={working} onPress={onKeep}>
          {texts.keep}
        </Button>
      </p>
    </div>
  );
}
