-- Messages that users saved for themselves. It outlives a membership, but is shown to members only.
create table saved (
    account      bigint      not null references account,
    conversation bigint      not null,
    seq          bigint      not null,
    at           timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    primary key (account, conversation, seq)
);
create index saved_newest on saved (account, at, conversation, seq);
