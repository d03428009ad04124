-- Ceremonies that have begun and not ended: somebody was asked to show a passkey.

-- What was asked is sealed. A row is taken out by whoever answers, so that no answer counts twice; what nobody
-- answered ends by itself. No copy, backup or move takes them along.
create table ceremony (
    id blob primary key,
    ends_ms bigint not null,
    nonce blob not null,
    sealed blob not null
);
