-- Following threads. Rows of follow are locked in the order of their key.

-- As unread_mentions, of one thread and its own marker.
create or replace function unread_thread_mentions(p_conversation bigint, p_account bigint, p_thread bigint, p_read bigint)
    returns table (mentions bigint)
    language sql stable
as $$
    select count(*)
    from (select from mention m
          where m.conversation = p_conversation and m.thread = p_thread and m.account in (p_account, 0) and m.seq > p_read
            and m.sender <> p_account
            and not exists (
                select from block b
                where (b.account, b.blocked) in ((m.sender, p_account), (p_account, m.sender)))
          limit 1000) counted
$$;

-- Moves markers of threads that are followed: never back, and not beyond the head. Answers those that moved.
create or replace function parley_move_thread_markers(
    p_conversation bigint[], p_account bigint[], p_thread bigint[], p_read bigint[])
    returns table (conversation bigint, account bigint, thread bigint)
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    set jit = off
as $$
#variable_conflict use_column
begin
    perform
    from unnest(p_conversation, p_account, p_thread, p_read) v (conversation, account, thread, read)
    join follow f on f.conversation = v.conversation and f.account = v.account and f.thread = v.thread
    where f.following and f.read < v.read
    order by f.conversation, f.account, f.thread
    for update of f;

    return query
    update follow f
    set read = w.read, read_messages = w.read_messages, version = f.version + 1, xid = pg_current_xact_id()
    from (
        select o.conversation, o.account, o.thread, least(v.read, h.seq) as read,
               greatest(o.read_messages, e.place) as read_messages
        from unnest(p_conversation, p_account, p_thread, p_read) v (conversation, account, thread, read)
        join follow o on o.conversation = v.conversation and o.account = v.account and o.thread = v.thread and o.following
        join member m on m.conversation = o.conversation and m.account = o.account and m.left_at is null
                     and o.read >= m.joined
        join head h on h.conversation = o.conversation
        left join lateral (
            select (r.data::jsonb ->> 'threadMessages')::bigint as place
            from entry r
            where r.conversation = o.conversation and r.target = o.thread and r.kind in (1, 10)
              and r.seq <= least(v.read, h.seq)
            order by r.seq desc
            limit 1) e on true
        where least(v.read, h.seq) > o.read) w
    where f.conversation = w.conversation and f.account = w.account and f.thread = w.thread
    returning f.conversation, f.account, f.thread;
end $$;

-- Follows a thread from now on, or no longer: moved, unchanged, or what stands against it.
create or replace function parley_follow(p_conversation bigint, p_account bigint, p_thread bigint, p_following boolean)
    returns text
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_verdict message_outcome := parley_judge_target(p_conversation, p_account, p_thread);
    v_joined  bigint;
begin
    if v_verdict = 'no_such_message' or (v_verdict = 'recalled' and p_following) then
        return v_verdict;
    end if;
    if exists (select from entry e where e.conversation = p_conversation and e.seq = p_thread and e.target is not null) then
        return 'not_a_root';
    end if;
    select m.joined into v_joined
    from member m where m.conversation = p_conversation and m.account = p_account and m.left_at is null;
    insert into follow as f (conversation, account, thread, following, read, read_messages)
    select p_conversation, p_account, p_thread, p_following, h.seq, coalesce(o.replies, 0)
    from head h
    left join fold o on o.conversation = h.conversation and o.seq = p_thread
    where h.conversation = p_conversation
    on conflict (conversation, account, thread) do update
    set following = excluded.following,
        read = case when excluded.following then greatest(f.read, excluded.read) else f.read end,
        read_messages =
            case when excluded.following then greatest(f.read_messages, excluded.read_messages) else f.read_messages end,
        version = f.version + 1, xid = excluded.xid
    where f.following <> excluded.following or (excluded.following and f.read < v_joined);
    return case when found then 'moved' else 'unchanged' end;
end $$;

-- Who follows a thread by what was just posted in it, or has read on by their own reply. Row n is the n-th element of each array;
-- p_place is the number of a reply in its thread, null for a row that is none or was not stored. Of the three ways the first in the
-- batch decides where the marker stands: at one's own reply, if nothing was unread before it; else right before what is news.
create or replace function parley_follow_replies(
    p_conversation bigint[], p_sender bigint[], p_thread bigint[], p_seq bigint[], p_place bigint[], p_data text[])
    returns table (n int, account bigint)
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    set jit = off
as $$
#variable_conflict use_column
declare
    v_n            int[];
    v_conversation bigint[];
    v_account      bigint[];
    v_thread       bigint[];
    v_read         bigint[];
    v_messages     bigint[];
    v_behind       bigint[]; -- of whoever replied: what they must have read for their marker to go on; else null
begin
    with replies as (
        select r.n::int, r.conversation, r.sender, r.thread, r.seq, r.place, r.data,
               r.place - row_number() over (partition by r.conversation, r.thread, r.sender order by r.n) as others
        from unnest(p_conversation, p_sender, p_thread, p_seq, p_place, p_data)
             with ordinality r (conversation, sender, thread, seq, place, data, n)
        where r.place is not null),
    candidates as (
        select min(r.n) as n, r.conversation, r.sender as account, r.thread, max(r.seq) as read, max(r.place) as messages,
               min(r.place) - 1 as behind
        from (select *, min(others) over (partition by conversation, thread, sender) as first_run from replies) r
        where r.others = r.first_run
        group by r.conversation, r.sender, r.thread
        union all
        select r.n, r.conversation, m.account, r.thread, r.seq - 1, r.place - 1, null
        from replies r cross join lateral mentioned(r.data::jsonb) m (account)
        where m.account <> 0 and m.account <> r.sender
          and not exists (
              select from block b where (b.account, b.blocked) in ((r.sender, m.account), (m.account, r.sender)))
        union all
        select r.n, r.conversation, e.sender, r.thread, r.seq - 1, 0, null
        from replies r
        join entry e on e.conversation = r.conversation and e.seq = r.thread
        where r.place = 1 and e.sender <> r.sender
          and not exists ( -- who said so before anybody replied
              select from follow o
              join member m on m.conversation = o.conversation and m.account = o.account
              where o.conversation = r.conversation and o.account = e.sender and o.thread = r.thread and o.read >= m.joined)),
    deciding as (
        select distinct on (c.conversation, c.account, c.thread) c.*
        from candidates c
        join head h on h.conversation = c.conversation
        join member m on m.conversation = c.conversation and m.account = c.account and m.left_at is null
                     and c.thread >= greatest(m.first, h.first)
        order by c.conversation, c.account, c.thread, c.n)
    select array_agg(f.n), array_agg(f.conversation), array_agg(f.account), array_agg(f.thread), array_agg(f.read),
           array_agg(f.messages), array_agg(f.behind)
    into v_n, v_conversation, v_account, v_thread, v_read, v_messages, v_behind
    from (select * from deciding order by conversation, account, thread) f;

    perform
    from unnest(v_conversation, v_account, v_thread) c (conversation, account, thread)
    join follow f on f.conversation = c.conversation and f.account = c.account and f.thread = c.thread
    order by f.conversation, f.account, f.thread
    for update of f;

    return query
    with moved as (
        insert into follow as f (conversation, account, thread, following, read, read_messages)
        select c.conversation, c.account, c.thread, true, c.read, c.messages
        from unnest(v_conversation, v_account, v_thread, v_read, v_messages, v_behind)
             c (conversation, account, thread, read, messages, behind)
        join member m on m.conversation = c.conversation and m.account = c.account
        left join follow o on o.conversation = c.conversation and o.account = c.account and o.thread = c.thread
        where o.account is null or not o.following or o.read < m.joined or o.read_messages = c.behind
        order by c.conversation, c.account, c.thread
        on conflict (conversation, account, thread) do update
        set following = true, read = greatest(f.read, excluded.read),
            read_messages = greatest(f.read_messages, excluded.read_messages), version = f.version + 1, xid = excluded.xid
        returning f.conversation, f.account, f.thread)
    select c.n, c.account
    from moved m
    join unnest(v_n, v_conversation, v_account, v_thread) c (n, conversation, account, thread)
      on c.conversation = m.conversation and c.account = m.account and c.thread = m.thread;
end $$;
