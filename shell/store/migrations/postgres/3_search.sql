-- The tables of migrations/sqlite/3_search.sql.
create table view_key (
    only_row integer primary key check (only_row = 1),
    nonce bytea not null,
    sealed bytea not null
);

alter table view_position add column form bigint not null default 0;

create table card_view (
    entry bigint primary key,
    person text collate "C" not null unique,
    mark bytea not null,
    nonce bytea not null,
    sealed bytea not null
);

create table name_key (
    name bigint not null,
    entry bigint not null,
    primary key (name, entry)
);
create index name_key_by_entry on name_key (entry);

create table snapshot (
    only_row integer primary key check (only_row = 1),
    version bigint not null,
    chain bytea not null,
    form bigint not null,
    parts bigint not null
);
create table snapshot_part (
    part bigint primary key,
    nonce bytea not null,
    sealed bytea not null
);
