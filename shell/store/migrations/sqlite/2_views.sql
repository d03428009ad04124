-- Views: made from journal and vault, and thrown away and made again at will. Opaque identifiers only.

-- One row: the version of the journal that the views show.
create table view_position (
    only_row integer primary key check (only_row = 1),
    version bigint not null
);
insert into view_position (only_row, version) values (1, 0);

-- Every person of the registry, with the status that the claims add up to.
create table person_view (
    person text primary key,
    status text not null,
    stands_for text not null,
    records bigint not null
);
create index person_view_by_status on person_view (status, person);

-- Every line of every closed list.
create table line_view (
    list text not null,
    line text not null,
    from_side text not null,
    purpose text not null,
    place bigint not null,
    primary key (list, line)
);
create index line_view_by_line on line_view (line);
