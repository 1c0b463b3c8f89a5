/** `mtoken delivery …`: mails, push messages and registration codes that did not arrive. */
import type { Delivery, DeliveryListQuery } from "@mtoken/protocol/people";
import { listDeliveries, operatorAtCommandLine, operatorOf, retryDelivery } from "@mtoken/server";
import type { Work } from "./command-table.ts";
import { deliveryIdOf, instant, readAll, toldList } from "./read-people.ts";

export function printDeliveries({ status }: { status: NonNullable<DeliveryListQuery["status"]> }): Work {
  return async (context, { tell }) => {
    const found = await readAll((page) =>
      listDeliveries(context, operatorAtCommandLine, { status, ...page }),
    );
    tell(...toldList(found, describeDelivery));
  };
}

export function retry(text: string): Work {
  const delivery = deliveryIdOf(text);
  return async (context, { tell }) => {
    await retryDelivery(context, await operatorOf(context.database), delivery);
    tell("It is tried again, by the server that runs.");
  };
}

function describeDelivery({
  id,
  channel,
  about,
  user,
  attempts,
  failure,
  given_up,
  created,
}: Delivery): string {
  const ended = given_up === null ? `failing since ${instant(created)}` : `given up ${instant(given_up)}`;
  const why = failure === null ? "" : `: ${failure}`;
  return `${id}  ${channel}  ${about}  ${user.name} ${user.id}  ${ended}, ${attempts} tries${why}`;
}
