-- One row: what this database is. It is bound into the root of the hash chain.
create table meta (
    only_row integer primary key check (only_row = 1),
    party text not null,
    practice boolean not null,
    created_ms bigint not null
);

-- One row: where the journal ends. An append moves it only from the version it expected.
create table head (
    only_row integer primary key check (only_row = 1),
    version bigint not null,
    chain blob not null
);

-- The journal. `chain` is SHA-256 over the chain before it, the number and the body.
create table event (
    number integer primary key,
    body blob not null,
    chain blob not null
);

-- One random key for each compartment, sealed under the instance key.
create table compartment_key (
    compartment text primary key,
    nonce blob not null,
    sealed blob not null
);

-- The vault. `sealed` holds salt and bytes; only opaque identifiers stand in the clear.
create table vault (
    record text primary key,
    person text,
    compartment text not null references compartment_key (compartment),
    nonce blob not null,
    sealed blob not null
);
create index vault_by_person on vault (person);

-- Named values that change only when nobody else has changed them first.
create table checkpoint (
    name text primary key,
    bytes blob not null
);
