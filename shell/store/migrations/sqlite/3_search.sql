-- Cards and search keys: views like the others, made from journal and vault and thrown away at will.

-- One random key for what is made, sealed under the instance key. Thrown away, it is drawn anew and
-- everything that is made with it is made again.
create table view_key (
    only_row integer primary key check (only_row = 1),
    nonce blob not null,
    sealed blob not null
);

-- In which form the views were made; another form is made again.
alter table view_position add column form bigint not null default 0;

-- What is known of every person, sealed under the key of the identity compartment. `entry` is the number
-- of the event that entered the person; `mark` is a keyed hash of what is sealed.
create table card_view (
    entry integer primary key,
    person text not null unique,
    mark blob not null,
    nonce blob not null,
    sealed blob not null
);

-- By which keyed hashes the person with an entry is found.
create table name_key (
    name bigint not null,
    entry bigint not null,
    primary key (name, entry)
) without rowid;
create index name_key_by_entry on name_key (entry);

-- What the journal adds up to at a version, sealed in parts. It only saves time.
create table snapshot (
    only_row integer primary key check (only_row = 1),
    version bigint not null,
    chain blob not null,
    form bigint not null,
    parts bigint not null
);
create table snapshot_part (
    part integer primary key,
    nonce blob not null,
    sealed blob not null
);
