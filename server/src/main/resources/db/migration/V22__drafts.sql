-- What users began to write, for their other devices.
create table draft (
    account      bigint not null references account,
    conversation bigint not null,
    thread       bigint not null,   -- the root of the thread; 0: the conversation itself
    text         text   not null,
    revision     bigint not null default pg_current_xact_id()::text::bigint, -- another one with each change
    primary key (account, conversation, thread)
);
