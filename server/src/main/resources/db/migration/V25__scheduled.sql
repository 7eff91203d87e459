-- Messages that their senders have sent later. A row goes when its message is in the log.
create table scheduled (
    account      bigint      not null references account,
    id           uuid        not null, -- of the message; its sender's own
    conversation bigint      not null,
    kind         smallint    not null, -- as of the entry that it will be, like the next three
    text         text        not null,
    data         text,
    target       bigint,
    made         timestamptz not null,
    due          timestamptz not null, -- when its sender wants it sent
    try_at       timestamptz not null, -- when it is tried: later than due where it could not be sent at once
    failed_at    timestamptz,          -- when it was refused; null: it waits
    failure      text,                 -- the code
    detail       text,
    primary key (account, id)
);
create index scheduled_next on scheduled (try_at, due, account, id) where failed_at is null;
create index scheduled_list on scheduled (account, due, id);

-- An upload that such a message will take with it is kept for it, however long it waits.
alter table attachment add column held uuid; -- the id of that message
drop index attachment_unused;
create index attachment_unused on attachment (at) where message is null and held is null;
