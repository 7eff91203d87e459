-- What users want to be notified of.

-- What a member chose for one conversation; "muted" was there from the beginning.
alter table member
    add column notify      smallint,    -- core.notice.NoticeRule; null: by the preference for the conversation's kind
    add column muted_until timestamptz; -- when being muted ends by itself; null: it does not

-- What a user prefers where nothing else was chosen, and when nothing is to notify them. No row: the defaults.
create table notice_preference (
    account    bigint   primary key references account,
    direct     smallint not null,
    groups     smallint not null,
    channel    smallint not null,
    quiet_days smallint,                -- a bit a day, Monday the lowest; null: no quiet hours
    quiet_from smallint,                -- minutes since midnight
    quiet_to   smallint,
    quiet_zone text
);

-- When something of a user's own that is no conversation's state changed last, by what it is (core.bus.OwnThing): what the tail
-- of the log and a welcome show of it.
create table own_move (
    account bigint   not null,
    thing   smallint not null,
    xid     xid8     not null default pg_current_xact_id(),
    primary key (account, thing)
) with (fillfactor = 70);
create index own_move_xid on own_move (xid);
