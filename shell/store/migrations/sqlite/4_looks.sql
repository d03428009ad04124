-- Looks: who had whose data opened, what for. A log of its own with a hash chain of its own, so that
-- reading is recorded without moving the journal on. Nobody is named in it.

-- One row: where the log ends.
create table look_head (
    only_row integer primary key check (only_row = 1),
    version bigint not null,
    chain blob not null
);
insert into look_head (only_row, version, chain) values (1, 0, x'');

-- `at_ms`, `actor` and `person` repeat what stands in the body, for counting; `person` only where one
-- person was shown.
create table look (
    number integer primary key,
    at_ms bigint not null,
    actor text not null,
    person text,
    body blob not null,
    chain blob not null
);
create index look_by_actor on look (actor, at_ms);
create index look_by_person on look (person);
