-- The tables of migrations/sqlite/7_closed.sql.

create table compartment_closed (
    compartment text collate "C" primary key,
    nonce bytea not null,
    sealed bytea not null
);

create table compartment_grant (
    compartment text collate "C" not null references compartment_closed (compartment),
    holder text collate "C" not null,
    nonce bytea not null,
    sealed bytea not null,
    primary key (compartment, holder)
);

create table account_lock (
    account text collate "C" primary key references account (id),
    nonce bytea not null,
    sealed bytea not null
);

create table session_lock (
    session text collate "C" primary key references session (id) on delete cascade,
    nonce bytea not null,
    sealed bytea not null
);
