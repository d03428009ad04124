-- The tables of migrations/sqlite/4_looks.sql.

create table look_head (
    only_row integer primary key check (only_row = 1),
    version bigint not null,
    chain bytea not null
);
insert into look_head (only_row, version, chain) values (1, 0, '');

create table look (
    number bigint primary key,
    at_ms bigint not null,
    actor text collate "C" not null,
    person text collate "C",
    body bytea not null,
    chain bytea not null
);
create index look_by_actor on look (actor, at_ms);
create index look_by_person on look (person);
