-- Unread mentions are counted when somebody looks, at most 1,000 of them. Set-returning, so that the planner inlines it.
create or replace function unread_mentions(p_conversation bigint, p_account bigint, p_read bigint) returns table (mentions bigint)
    language sql stable
as $$
    select count(*)
    from (select from mention m
          where m.conversation = p_conversation and m.account in (p_account, 0) and m.seq > p_read and m.sender <> p_account
            and not exists (
                select from block b
                where (b.account, b.blocked) in ((m.sender, p_account), (p_account, m.sender)))
            and not exists (
                select from follow f
                where f.conversation = m.conversation and f.account = p_account and f.thread = m.thread and f.read >= m.seq)
          limit 1000) counted
$$;

-- Moves a batch of members' markers. Row n is the n-th element of each array; (conversation, account) is distinct in a batch.
--   p_delivered  kept only where receipts are live; 0 for none
--   p_read       0 for none
--   p_flag       where "unread from here" shall stand: null as it stands, 0 nowhere
-- Markers only grow and are clamped to the head; what is gone from the beginning of the log counts as read. Who is no member is passed over. One call in autocommit, VOLATILE under READ
-- COMMITTED, like the functions of the append and in the same lock order (here: members alone, by conversation and account).
-- Returns those that moved: their markers, whether the other members may see them, which of the two things moved, and the
-- mentions that are unread then.
create or replace function parley_move_markers(
    p_conversation bigint[], p_account bigint[], p_delivered bigint[], p_read bigint[], p_flag bigint[])
    returns table (
        conversation bigint, account bigint, delivered bigint, read bigint, read_messages bigint, mentions bigint,
        shared boolean, moved boolean, flagged boolean)
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    set jit = off
as $$
#variable_conflict use_column
begin
    perform
    from unnest(p_conversation, p_account, p_delivered, p_read, p_flag) v (conversation, account, delivered, read, flag)
    join member m on m.conversation = v.conversation and m.account = v.account
    join head h on h.conversation = v.conversation
    where m.left_at is null
      and (m.read < greatest(v.read, h.first - 1) or m.delivered < v.delivered or nullif(v.flag, 0) is distinct from m.unread_from)
    order by m.conversation, m.account
    for update of m;

    return query
    update member m
    set delivered = w.delivered, read = w.read, read_messages = w.read_messages, unread_from = w.unread_from,
        xid = pg_current_xact_id()
    from (
        select o.conversation, o.account, d.delivered, d.read, d.unread_from, u.mentions,
               case when d.read < h.first then h.first_messages
                    when d.read > o.read then e.messages else o.read_messages end as read_messages,
               d.read > o.read or d.delivered > o.delivered as moved,
               d.unread_from is distinct from o.unread_from as flagged,
               a.read_receipts and receipts_live(c.kind, h.members) and not (c.kind = 0 and exists (
                   select from block b where (b.account, b.blocked) in ((c.low, c.high), (c.high, c.low)))) as shared
        from unnest(p_conversation, p_account, p_delivered, p_read, p_flag)
             v (conversation, account, delivered, read, flag)
        join member o on o.conversation = v.conversation and o.account = v.account and o.left_at is null
        join head h on h.conversation = o.conversation
        join conversation c on c.id = o.conversation
        join account a on a.id = o.account
        cross join lateral (
            select greatest(o.read, least(v.read, h.seq), h.first - 1) as read,
                   greatest(o.delivered, least(v.read, h.seq), h.first - 1,
                            case when receipts_live(c.kind, h.members) then least(v.delivered, h.seq) end) as delivered,
                   case when v.flag is null then o.unread_from
                        when v.flag > 0 then least(v.flag, h.seq) end as unread_from) d
        cross join lateral unread_mentions(o.conversation, o.account, d.read) u
        left join entry e on e.conversation = o.conversation and e.seq = d.read) w
    where m.conversation = w.conversation and m.account = w.account and (w.moved or w.flagged)
    returning m.conversation, m.account, m.delivered, m.read, m.read_messages, w.mentions, w.shared, w.moved, w.flagged;
end $$;

-- Whose markers transactions from p_from to below p_below moved, as they are stored now: those that are noted, and of those
-- who sent something (p_conversation, p_account, p_xid) those whose rows it moved, or something else since.
create or replace function parley_marker_moves(
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
    select v.xid::text::bigint, m.conversation, m.account, m.delivered, greatest(m.read, h.first - 1),
           greatest(m.read_messages, h.first_messages), u.mentions,
           a.read_receipts and receipts_live(c.kind, h.members) and not (c.kind = 0 and exists (
               select from block b where (b.account, b.blocked) in ((c.low, c.high), (c.high, c.low))))
    from moves v
    join member m on m.conversation = v.conversation and m.account = v.account and m.left_at is null
    join head h on h.conversation = m.conversation
    join conversation c on c.id = m.conversation
    join account a on a.id = m.account
    cross join lateral unread_mentions(m.conversation, m.account, greatest(m.read, h.first - 1)) u;
end $$;
