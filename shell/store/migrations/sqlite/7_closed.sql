-- Compartments that people open and the instance key alone does not.

-- A compartment that was closed: the public key to which its records are sealed, itself sealed under a
-- key of the instance, so that nobody can put another one here. What its row in compartment_key held
-- is destroyed.
create table compartment_closed (
    compartment text primary key,
    nonce blob not null,
    sealed blob not null
);

-- The compartment's secret key, sealed to one who may open it: an account, or the recovery key.
create table compartment_grant (
    compartment text not null references compartment_closed (compartment),
    holder text not null,
    nonce blob not null,
    sealed blob not null,
    primary key (compartment, holder)
);

-- An account's own key pair; the secret half opens under what its password comes to.
create table account_lock (
    account text primary key references account (id),
    nonce blob not null,
    sealed blob not null
);

-- The same secret half for as long as a session lasts, sealed under the session's token. It ends with
-- the session, and no copy takes it along.
create table session_lock (
    session text primary key references session (id) on delete cascade,
    nonce blob not null,
    sealed blob not null
);
