-- The tables of migrations/sqlite/1_journal_and_vault.sql. Text is ordered by its bytes, as there.
create table meta (
    only_row integer primary key check (only_row = 1),
    party text not null,
    practice boolean not null,
    created_ms bigint not null
);

create table head (
    only_row integer primary key check (only_row = 1),
    version bigint not null,
    chain bytea not null
);

create table event (
    number bigint primary key,
    body bytea not null,
    chain bytea not null
);

create table compartment_key (
    compartment text primary key,
    nonce bytea not null,
    sealed bytea not null
);

create table vault (
    record text collate "C" primary key,
    person text collate "C",
    compartment text not null references compartment_key (compartment),
    nonce bytea not null,
    sealed bytea not null
);
create index vault_by_person on vault (person);

create table checkpoint (
    name text collate "C" primary key,
    bytes bytea not null
);
