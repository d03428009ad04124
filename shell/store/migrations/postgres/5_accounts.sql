-- The tables of migrations/sqlite/5_accounts.sql.

create table account (
    id text collate "C" primary key,
    name_key bytea not null unique,
    revision bigint not null,
    totp_step bigint not null,
    nonce bytea not null,
    sealed bytea not null
);

create table recovery_code (
    account text collate "C" not null,
    code bytea not null,
    primary key (account, code)
);

create table session (
    id text collate "C" primary key,
    token bytea not null unique,
    account text collate "C" not null,
    origin text collate "C" not null,
    made_ms bigint not null,
    seen_ms bigint not null,
    proven_ms bigint not null,
    shown bigint not null
);
create index session_by_account on session (account);

create table entry_head (
    only_row integer primary key check (only_row = 1),
    version bigint not null,
    chain bytea not null
);
insert into entry_head (only_row, version, chain) values (1, 0, '');

create table entry (
    number bigint primary key,
    at_ms bigint not null,
    name_key bytea,
    origin text collate "C" not null,
    step text collate "C" not null,
    body bytea not null,
    chain bytea not null
);
create index entry_by_name on entry (name_key, origin);
