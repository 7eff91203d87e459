-- The store of one Parley. Columns named xid carry the id of the transaction that wrote the row last; whoever tails the log
-- or resumes from a cursor takes only what lies below its snapshot's xmin, so that a transaction that commits late is
-- never skipped. Ids are made by the server (core.id.IdSource), times are for people.

-- Names the store, so that cursors of another one (a restore, a move) are told apart. One row.
create table store (
    one        boolean primary key default true check (one),
    cluster    bigint  not null, -- pg_control_system().system_identifier under which all xids were stamped
    generation bigint  not null  -- raised each time they were stamped anew
);
insert into store (cluster, generation) select system_identifier, 1 from pg_control_system();

create table account (
    id            bigint      primary key,
    handle        text        not null unique,
    name          text        not null,
    role          text        not null check (role in ('member', 'guest', 'bot', 'moderator', 'admin')),
    password      text,                 -- argon2id in PHC form; null: cannot sign in by password
    read_receipts boolean     not null default true,
    created_at    timestamptz not null default now(),
    deleted_at    timestamptz
);

create table block (
    account bigint      not null references account,
    blocked bigint      not null references account,
    at      timestamptz not null default now(),
    primary key (account, blocked)
);

create table conversation (
    id         bigint      primary key,
    kind       smallint    not null,    -- core.conversation.Kind: 0 direct, 1 group, 2 channel
    title      text,
    topic      text,
    history    text        not null default 'all' check (history in ('all', 'joined')),
    invites    text        not null default 'moderators' check (invites in ('moderators', 'all')),
    creator    bigint      not null references account,
    client_id  uuid,                    -- the creator's own name for it (group, channel)
    low        bigint,                  -- the pair of a direct conversation, low < high
    high       bigint,
    created_at timestamptz not null default now(),
    unique (creator, client_id),
    unique (low, high),
    check (kind <> 0 or (low < high and client_id is null))
);

-- The hot row of a conversation: every append updates it, so it is narrow, has room for HOT updates and no second index.
create table head (
    conversation   bigint primary key,
    seq            bigint not null,
    messages       bigint not null,     -- messages of the main timeline up to seq
    first          bigint not null,     -- raised by retention for all
    first_messages bigint not null,     -- messages before first
    members        int    not null,
    access_version bigint not null,     -- moved by every join, leave, role and close
    xid            xid8   not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 200,
        autovacuum_vacuum_cost_delay = 0);

-- The log. Rows are kept for ever (their content may be blanked), since (conversation, sender, id) dedupes for ever.
create table entry (
    conversation bigint      not null,
    seq          bigint      not null,
    messages     bigint      not null,
    at           timestamptz not null,
    sender       bigint      not null,
    kind         smallint    not null,  -- adapter.postgres.EntryRows
    id           uuid,                  -- the sender's own name for it (message)
    text         text,                  -- a message's text
    data         text,                  -- what else the kind has, as a JSON object
    xid          xid8        not null default pg_current_xact_id(),
    primary key (conversation, seq)
);
create unique index entry_once on entry (conversation, sender, id) where id is not null;
create index entry_tail on entry (xid);

-- Members past and present. Marker columns are in no index, so that moving a marker stays HOT.
create table member (
    conversation   bigint   not null,
    account        bigint   not null,
    role           smallint not null,   -- core.conversation.MemberRole
    joined         bigint   not null,   -- the latest entry that made them join
    left_at        bigint,              -- the entry that removed them; null while a member
    first          bigint   not null,   -- the first entry they may see
    first_messages bigint   not null,
    delivered      bigint   not null,
    read           bigint   not null,
    read_messages  bigint   not null,
    unread_from    bigint,
    mentions       int      not null default 0,
    muted          boolean  not null default false,
    xid            xid8     not null,   -- when their own state moved last
    primary key (conversation, account)
) with (fillfactor = 70);
create index member_account on member (account);
