-- When "unread from here" was set or lifted last for a member: what the tail of the log shows of a member's own state. Apart from
-- marker_move, since few members ever set it, and each of the many reads of the others would cost an entry more in an index.
create table state_move (
    conversation   bigint   not null,
    account        bigint   not null,
    xid            xid8     not null default pg_current_xact_id(),
    primary key (conversation, account)
) with (fillfactor = 70);
create index state_move_xid on state_move (xid);
