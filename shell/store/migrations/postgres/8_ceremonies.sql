-- The tables of migrations/sqlite/8_ceremonies.sql.

create table ceremony (
    id bytea primary key,
    ends_ms bigint not null,
    nonce bytea not null,
    sealed bytea not null
);
