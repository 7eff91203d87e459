-- When a member's markers were moved last by other means than their own message: what the tail of the log shows of markers.
-- Beside the member's row and not in it, since an index on what each message moves would cost every message.
create table marker_move (
    conversation   bigint   not null,
    account        bigint   not null,
    xid            xid8     not null default pg_current_xact_id(),
    primary key (conversation, account)
) with (fillfactor = 70);
create index marker_move_xid on marker_move (xid);

-- Whose markers transactions from p_from to below p_below moved, as they are stored now: those that are noted, and of those
-- who sent something (p_conversation, p_account, p_xid) those whose rows it moved, or something else since.
create function parley_marker_moves(
    p_from bigint, p_below bigint, p_conversation bigint[], p_account bigint[], p_xid bigint[])
    returns table (
        xid bigint, conversation bigint, account bigint, delivered bigint, read bigint, read_messages bigint,
        mentions bigint, shared boolean)
    language plpgsql stable
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    set jit = off
as $$
#variable_conflict use_column
begin
    return query
    with moves as (
        select n.conversation, n.account, n.xid
        from marker_move n
        where n.xid >= p_from::text::xid8 and n.xid < p_below::text::xid8
        union
        select s.conversation, s.account, s.xid::text::xid8
        from unnest(p_conversation, p_account, p_xid) s (conversation, account, xid)
        join member m on m.conversation = s.conversation and m.account = s.account
        where m.xid >= s.xid::text::xid8)
    select v.xid::text::bigint, m.conversation, m.account, m.delivered, m.read, m.read_messages, u.mentions,
           a.read_receipts and receipts_live(c.kind, h.members) and not (c.kind = 0 and exists (
               select from block b where (b.account, b.blocked) in ((c.low, c.high), (c.high, c.low))))
    from moves v
    join member m on m.conversation = v.conversation and m.account = v.account and m.left_at is null
    join head h on h.conversation = m.conversation
    join conversation c on c.id = m.conversation
    join account a on a.id = m.account
    cross join lateral unread_mentions(m.conversation, m.account, m.read) u;
end $$;
