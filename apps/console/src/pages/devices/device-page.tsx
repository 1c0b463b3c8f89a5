/** One phone: how it stands, what is known of it, and what can be done about it. */
import { deviceIdSchema } from "@mtoken/protocol";
import { type ListedDevice, reasons } from "@mtoken/protocol/people";
import { skipToken, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { DeviceActs } from "../../devices/device-acts.tsx";
import { DeviceStatus } from "../../devices/device-status.tsx";
import { codeOf } from "../../devices/devices-table.tsx";
import { messages } from "../../language/catalogue.ts";
import { type Fact, Facts } from "../../parts/facts.tsx";
import { Moment, momentOr } from "../../parts/moment.tsx";
import { Page } from "../../parts/page.tsx";
import { Asked, useIdOfAddress } from "../asked.tsx";

export function DevicePage() {
  const id = useIdOfAddress("device", deviceIdSchema);
  const asked = useQuery({
    queryKey: ["devices", { query: id }],
    queryFn: id === undefined ? skipToken : () => api.devices({ query: id }),
    select: ({ items }) => items.find((item) => item.id === id),
  });
  return <Asked asked={asked}>{(device) => <ShownDevice device={device} />}</Asked>;
}

function ShownDevice({ device }: { device: ListedDevice }) {
  return (
    <Page
      title={messages.devices.deviceTitle({ name: device.user.name })}
      lead={<DeviceStatus status={device.status} />}
      actions={<DeviceActs device={device} />}
    >
      <div className="card">
        <Facts facts={factsOf(device)} />
      </div>
      <p>
        <Link href={`/activity?device=${device.id}`}>{messages.user.activity}</Link>
      </p>
    </Page>
  );
}

function factsOf(device: ListedDevice): Fact[] {
  const { facts } = messages;
  const { ended } = device;
  const reason = reasons.find((known) => known === ended?.reason);
  return [
    { name: facts.user, value: <Link href={`/users/${device.user.id}`}>{device.user.name}</Link> },
    { name: facts.company, value: device.company.name },
    { name: facts.controlCode, value: codeOf(device) },
    { name: facts.added, value: <Moment at={device.created} /> },
    { name: facts.activated, value: momentOr(device.activated, facts.never) },
    { name: facts.used, value: momentOr(device.used, facts.never) },
    ...(ended === null ? [] : [{ name: facts.ended, value: <Moment at={ended.at} /> }]),
    ...(reason === undefined
      ? []
      : [{ name: messages.reason.label, value: messages.reason.reasons[reason] }]),
    { name: facts.biometrics, value: device.biometrics ? facts.on : facts.off },
    { name: facts.computers, value: <span className="figures">{device.computers}</span> },
    { name: facts.app, value: device.app ?? "—" },
    { name: facts.id, value: <code className="code small">{device.id}</code> },
  ];
}
