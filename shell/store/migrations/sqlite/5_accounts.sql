-- Who may act: accounts, sessions, and the log of sign-ins.

-- One account a row. Name, role and secrets are sealed under a key of their own; `name_key` is a keyed
-- hash of the working name. `revision` grows with each change; `totp_step` is the last time step whose
-- code was used, so that no code is taken twice.
create table account (
    id text primary key,
    name_key blob not null unique,
    revision bigint not null,
    totp_step bigint not null,
    nonce blob not null,
    sealed blob not null
);

-- Hashes of recovery codes that were not used yet.
create table recovery_code (
    account text not null,
    code blob not null,
    primary key (account, code)
);

-- Sessions that have not ended. `token` is the hash of what opens one; `shown` counts people since
-- `proven_ms`. No copy, backup or move takes them along.
create table session (
    id text primary key,
    token blob not null unique,
    account text not null,
    origin text not null,
    made_ms bigint not null,
    seen_ms bigint not null,
    proven_ms bigint not null,
    shown bigint not null
);
create index session_by_account on session (account);

-- One row: where the log of sign-ins ends.
create table entry_head (
    only_row integer primary key check (only_row = 1),
    version bigint not null,
    chain blob not null
);
insert into entry_head (only_row, version, chain) values (1, 0, x'');

-- The columns before `body` repeat what stands in it, for counting tries.
create table entry (
    number integer primary key,
    at_ms bigint not null,
    name_key blob,
    origin text not null,
    step text not null,
    body blob not null,
    chain blob not null
);
create index entry_by_name on entry (name_key, origin);
