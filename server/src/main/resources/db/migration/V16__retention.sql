-- Retention: what is too old, or too many, goes from the beginning of a log. Nothing is deleted before head.first was raised above it, so
-- whatever reads from first on needs no word about it.

-- How much of a conversation is kept. Null: without end. Where the workspace says something too, less is kept.
alter table conversation add column keep_days int;
alter table conversation add column keep_messages bigint;
create index conversation_keep on conversation (id) where keep_days is not null or keep_messages is not null;

-- What holds for all conversations. One row.
create table workspace (
    one           boolean primary key default true check (one),
    keep_days     int,
    keep_messages bigint
);
insert into workspace default values;

-- What stays of an entry that is gone: the answer to whoever sends it again, which (conversation, sender, id) gets for ever. So narrow,
-- and apart from the log, since it is read only where something is gone, and may become longer than the log is.
create table spent (
    conversation bigint      not null,
    sender       bigint      not null,
    id           uuid        not null,
    seq          bigint      not null,
    at           timestamptz not null,
    edited       bigint,                -- the message that it edited, where it was an edit
    primary key (conversation, sender, id)
);

-- Conversations of which something below first may still be there. A row comes with the raising of first, in its transaction, and goes
-- when nothing is left: whoever dies in between has forgotten nothing.
create table purge (
    conversation bigint primary key
);

-- Who looks for what is too old, until when others leave it alone, and how far the present round is. One row.
create table retention_round (
    one         boolean     primary key default true check (one),
    worker      uuid,
    worker_till timestamptz not null default '-infinity',
    walked      bigint      not null default -1, -- the last conversation that was looked at
    ended       timestamptz                      -- when the last round came to its end
) with (fillfactor = 50);
insert into retention_round default values;
