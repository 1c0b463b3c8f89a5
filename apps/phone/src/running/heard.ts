/** What waits, as the server says it when it is asked. */
import type { AskedEnrolment, Session } from "@mtoken/device";
import type { RequestSummary } from "@mtoken/protocol";

export interface Heard {
  requests: readonly RequestSummary[];
  unread: number;
  features: readonly string[];
  enrolment: AskedEnrolment | null;
}

export async function heard(session: Session): Promise<Heard> {
  const requests = await session.list();
  const { unread, features, asked = null } = session;
  return { requests, unread, features, enrolment: asked };
}
