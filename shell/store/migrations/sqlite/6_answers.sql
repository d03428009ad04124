-- What was answered to requests that recorded something, by the hash of the key with which the asker named
-- the request, so that the same request made again records nothing. No copy, backup or move needs them.
create table answer (
    account text not null,
    request_key blob not null,
    request blob not null,
    at_ms bigint not null,
    body blob not null,
    primary key (account, request_key)
);
create index answer_by_age on answer (at_ms);
