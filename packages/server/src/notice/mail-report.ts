/** How mails fare, for the operator: what waits and why, what was given up and why. Whom they were for is not told. */
import { sql } from "kysely";
import type { Context } from "../context.ts";

interface Counted {
  failure: string;
  count: number;
}

export interface MailReport {
  enabled: boolean;
  /** The mail server's name and port, and how it is spoken to; null where none is set. */
  server: { host: string; port: number; security: "tls" | "starttls" | "none" } | null;
  /** How many wait, and since when the oldest one. */
  waiting: number;
  oldest: Date | null;
  /** Those of them that failed already, by why. */
  failing: Counted[];
  /** How many were given up within the last month, by why. */
  givenUp: Counted[];
}

export async function reportMail({
  config,
  database,
}: Pick<Context, "config" | "database">): Promise<MailReport> {
  const { kysely } = database;
  const { rows } = await sql<Counted & { dead: boolean; oldest: Date }>`
    select dead_at is not null as dead, coalesce(failure, '') as failure, count(*)::integer as count,
      min(created_at) as oldest
    from notice_deliveries where channel = 'mail'
    group by dead_at is not null, coalesce(failure, '')
    order by count desc, failure
  `.execute(kysely);
  const waiting = rows.filter(({ dead }) => !dead);
  const counted = ({ failure, count }: Counted): Counted => ({ failure, count });
  const times = waiting.map(({ oldest }) => oldest.getTime());
  const { mail } = config;
  return {
    enabled: mail !== undefined,
    server: mail ? { host: mail.host, port: mail.port, security: mail.security } : null,
    waiting: waiting.reduce((sum, { count }) => sum + count, 0),
    oldest: times.length === 0 ? null : new Date(Math.min(...times)),
    failing: waiting.filter(({ failure }) => failure !== "").map(counted),
    givenUp: rows.filter(({ dead }) => dead).map(counted),
  };
}
