/**
 * All tables of the first version. Foreign keys to tables from which nothing is ever deleted have no index of their own: it
 * would be paid for at each write and never read. Rows that are written often get room beside them, so that PostgreSQL
 * can update them in place (HOT). What must hold whatever the code does stands here as a constraint: one live
 * handshake per device, no sixth try, no key material left with a device that has ended, no decision without evidence.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const createTables: Migration = { up };

const statements = [
  `create table companies (
    id text primary key check (id like 'cmp\\_%'),
    name text not null,
    policy jsonb not null,
    created_at timestamptz not null
  )`,

  `create table users (
    id text primary key check (id like 'usr\\_%'),
    company_id text not null references companies,
    name text not null,
    role text not null check (role in ('user', 'administrator')),
    features jsonb not null,
    created_at timestamptz not null,
    -- So that other tables can refer to a user together with the company: no row can mix two companies.
    unique (id, company_id)
  )`,
  "create index users_by_company on users (company_id)",

  `create table activations (
    id text primary key check (id like 'act\\_%'),
    user_id text not null,
    company_id text not null,
    offer text not null,
    sealed_link_secret bytea,
    sealed_code bytea,
    sealed_activation_key bytea,
    wrong_codes integer not null default 0 check (wrong_codes between 0 and 5),
    status text not null check (status in ('open', 'complete', 'revoked', 'expired')),
    device_id text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    foreign key (user_id, company_id) references users (id, company_id),
    -- A recorded activation can't be opened later: its secrets end with it.
    check (status = 'open' or (sealed_link_secret is null and sealed_code is null and sealed_activation_key is null))
  )`,
  "create index activations_by_user on activations (user_id)",
  `create index activations_by_expiry on activations (expires_at) where status = 'open'`,

  `create table devices (
    id text primary key check (id like 'dev\\_%'),
    user_id text not null,
    company_id text not null,
    activation_id text not null references activations,
    status text not null check (status in ('pending', 'awaiting-approval', 'active', 'blocked', 'deactivated')),
    suite text not null,
    device_key jsonb not null,
    signing_key jsonb,
    certificate text,
    salt bytea not null,
    argon2 jsonb not null,
    sealed_verifier bytea,
    sealed_share bytea,
    tries integer not null default 0 check (tries between 0 and 5),
    counter bigint not null default 0 check (counter >= 0),
    created_at timestamptz not null,
    activated_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    foreign key (user_id, company_id) references users (id, company_id),
    unique (id, user_id, company_id),
    check (status not in ('awaiting-approval', 'active') or (signing_key is not null and certificate is not null)),
    check (status in ('blocked', 'deactivated') or (sealed_verifier is not null and sealed_share is not null)),
    check (status not in ('blocked', 'deactivated') or (sealed_verifier is null and sealed_share is null and ended_at is not null))
  ) with (fillfactor = 60)`,
  "create index devices_by_user on devices (user_id)",
  "create index devices_by_company on devices (company_id)",
  "create index devices_by_activation on devices (activation_id)",
  "alter table activations add foreign key (device_id) references devices",

  `create table handshakes (
    id text primary key check (id like 'hsk\\_%'),
    -- One live handshake per device.
    device_id text not null unique references devices,
    factor text not null,
    purpose text not null,
    binding text,
    client_public bytea not null,
    server_public bytea not null,
    sealed_server_secret bytea not null,
    message_1 text not null,
    message_2 text not null,
    expires_at timestamptz not null,
    check ((purpose = 'session') = (binding is null))
  )`,
  "create index handshakes_by_expiry on handshakes (expires_at)",

  `create table sessions (
    id text primary key check (id like 'hsk\\_%'),
    device_id text not null references devices,
    factor text not null,
    purpose text not null,
    binding text,
    message_1 text not null,
    sealed_keys bytea not null,
    seq integer not null default 0 check (seq >= 0),
    used_at timestamptz not null,
    expires_at timestamptz,
    created_at timestamptz not null,
    check ((purpose = 'session') = (binding is null)),
    -- Only a session lives by its idle clock; every other purpose has a fixed end.
    check (purpose = 'session' or expires_at is not null)
  ) with (fillfactor = 60)`,
  "create index sessions_by_device on sessions (device_id)",

  `create table computers (
    id text primary key check (id like 'cpt\\_%'),
    computer_key jsonb not null,
    description text not null,
    created_at timestamptz not null,
    used_at timestamptz not null
  )`,

  `create table known_computers (
    user_id text not null references users,
    computer_id text not null references computers,
    known_since timestamptz not null,
    primary key (user_id, computer_id)
  )`,
  "create index known_computers_by_computer on known_computers (computer_id)",

  `create table clients (
    id text primary key check (id like 'cli\\_%'),
    name text not null,
    origin text not null,
    redirect_uris jsonb not null,
    jwks jsonb not null,
    created_at timestamptz not null
  )`,

  `create table interactions (
    id text primary key check (id like 'int\\_%'),
    client_id text not null references clients,
    kind text not null check (kind in ('sign-in', 'signature')),
    redirect_uri text,
    state text,
    code_challenge text,
    request_id text,
    status text not null check (status in ('open', 'done', 'cancelled')),
    code_hash bytea unique,
    code_expires_at timestamptz,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    unique (id, client_id),
    check (kind <> 'sign-in' or (redirect_uri is not null and code_challenge is not null)),
    check (code_hash is null or (kind = 'sign-in' and status = 'done' and code_expires_at is not null))
  )`,

  `create table challenges (
    id text primary key check (id like 'chg\\_%'),
    interaction_id text not null references interactions on delete cascade,
    expires_at timestamptz not null
  )`,
  "create index challenges_by_interaction on challenges (interaction_id)",
  "create index challenges_by_expiry on challenges (expires_at)",

  `create table audit_entries (
    id text primary key,
    at timestamptz not null,
    company_id text references companies,
    kind text not null,
    entry text not null,
    position bigint unique check (position >= 0)
  )`,
  "create index audit_entries_unplaced on audit_entries (at, id) where position is null",

  `create table audit_nodes (
    level integer not null check (level > 0),
    position bigint not null check (position >= 0),
    hash bytea not null,
    primary key (level, position)
  )`,

  `create table audit_checkpoints (
    size bigint primary key check (size > 0),
    token text not null,
    at timestamptz not null
  )`,

  `create table requests (
    id text primary key check (id like 'req\\_%'),
    kind text not null check (kind in ('sign-in', 'signature')),
    client_id text not null references clients,
    interaction_id text references interactions,
    user_id text,
    company_id text,
    device_id text,
    computer_id text references computers,
    browser_hash bytea,
    status text not null
      check (status in ('waiting', 'claimed', 'approved', 'refused', 'expired', 'withdrawn', 'redeemed')),
    content jsonb,
    sealed_qr_key bytea,
    qr_from timestamptz,
    typed_code_hash bytea,
    digits text,
    nonce text not null,
    envelope text,
    approval text,
    receipt text,
    reason text,
    factor text,
    audit_id text references audit_entries,
    created_at timestamptz not null,
    decided_at timestamptz,
    redeemed_at timestamptz,
    expires_at timestamptz not null,
    foreign key (user_id, company_id) references users (id, company_id),
    -- The device is the user's own, and both are of the company.
    foreign key (device_id, user_id, company_id) references devices (id, user_id, company_id),
    check ((user_id is null) = (company_id is null)),
    check (sealed_qr_key is null or qr_from is not null),
    check ((kind = 'signature') = (content is not null)),
    check (kind <> 'signature' or user_id is not null),
    check (status = 'waiting' or device_id is not null or status in ('expired', 'withdrawn')),
    check (status <> 'claimed' or envelope is not null),
    check (
      status not in ('approved', 'redeemed')
      or (envelope is not null and approval is not null and receipt is not null and factor is not null
          and audit_id is not null and decided_at is not null)
    ),
    check (status <> 'redeemed' or redeemed_at is not null)
  )`,
  `create index requests_by_user on requests (user_id) where status in ('waiting', 'claimed')`,
  `create index requests_by_device on requests (device_id) where status in ('waiting', 'claimed', 'approved')`,
  `create unique index requests_by_typed_code on requests (typed_code_hash) where status = 'waiting'`,
  `create index requests_by_expiry on requests (expires_at) where status in ('waiting', 'claimed', 'approved')`,
  "alter table interactions add foreign key (request_id) references requests",

  `create table access_tokens (
    hash bytea primary key,
    client_id text not null references clients,
    expires_at timestamptz not null
  )`,
  "create index access_tokens_by_expiry on access_tokens (expires_at)",

  `create table assertions (
    jti_hash bytea primary key,
    expires_at timestamptz not null
  )`,
  "create index assertions_by_expiry on assertions (expires_at)",

  `create table identity_keys (
    kid text primary key,
    public_key jsonb not null,
    sealed_private_key bytea not null,
    valid_from timestamptz not null,
    valid_until timestamptz not null,
    revoked_at timestamptz,
    check (valid_from < valid_until)
  )`,

  `create table pepper_checks (
    id integer primary key check (id = 1),
    sealed_value bytea not null
  )`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
