-- The table of migrations/sqlite/6_answers.sql.

create table answer (
    account text collate "C" not null,
    request_key bytea not null,
    request bytea not null,
    at_ms bigint not null,
    body bytea not null,
    primary key (account, request_key)
);
create index answer_by_age on answer (at_ms);
