-- The tables of migrations/sqlite/2_views.sql.
create table view_position (
    only_row integer primary key check (only_row = 1),
    version bigint not null
);
insert into view_position (only_row, version) values (1, 0);

create table person_view (
    person text collate "C" primary key,
    status text not null,
    stands_for text not null,
    records bigint not null
);
create index person_view_by_status on person_view (status, person);

create table line_view (
    list text collate "C" not null,
    line text collate "C" not null,
    from_side text not null,
    purpose text not null,
    place bigint not null,
    primary key (list, line)
);
create index line_view_by_line on line_view (line);
