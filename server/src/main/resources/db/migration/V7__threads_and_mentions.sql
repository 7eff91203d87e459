-- Replies, threads and mentions. A reply in a thread is an entry whose target is the thread's root: of kind 10 where it stands in
-- the thread alone, of kind 1, a message of the main timeline, where it was broadcast. What a message replies to and whom it
-- mentions is in its data. Derived, as all of V6: how long a thread is stands in its root's fold, and mention finds what is unread.

alter type append_outcome add value 'no_such_target';   -- what it replies to, or the root of its thread
alter type append_outcome add value 'target_recalled';
alter type append_outcome add value 'not_a_root';       -- a reply in a thread is no root of another
alter type append_outcome add value 'not_everybody';    -- too many members for this one to call all of them

alter table fold add column replies bigint not null default 0; -- messages in its thread
alter table fold add column last_reply bigint;

create index entry_thread on entry (conversation, target, seq) where kind in (1, 10) and target is not null;

-- Whom messages mention. One row for all members together.
create table mention (
    conversation bigint not null,
    account      bigint not null,           -- 0: everybody
    seq          bigint not null,
    sender       bigint not null,
    primary key (conversation, account, seq)
);

-- Unread mentions are counted when somebody looks, at most 1,000 of them. Set-returning, so that the planner inlines it.
create function unread_mentions(p_conversation bigint, p_account bigint, p_read bigint) returns table (mentions bigint)
    language sql stable
as $$
    select count(*)
    from (select from mention m
          where m.conversation = p_conversation and m.account in (p_account, 0) and m.seq > p_read and m.sender <> p_account
            and not exists (
                select from block b
                where (b.account, b.blocked) in ((m.sender, p_account), (p_account, m.sender)))
          limit 1000) counted
$$;

-- The member's own counter is gone with that.
alter table member drop column mentions;

-- The numbers of those whom the data of a message mentions, 0 for everybody.
create function mentioned(p_data jsonb) returns setof bigint
    language sql immutable
as $$
    select distinct case jsonb_typeof(m.who) when 'number' then m.who::bigint else 0 end
    from jsonb_array_elements(p_data -> 'mentions') m (who)
$$;

-- Speaking of a message: as in V6, of replies in threads too.
create or replace function parley_judge_target(p_conversation bigint, p_by bigint, p_target bigint) returns message_outcome
    language plpgsql volatile
as $$
declare
    v_recalled boolean;
begin
    select e.text is null into v_recalled
    from entry e
    join head h on h.conversation = e.conversation
    join member m on m.conversation = e.conversation and m.account = p_by and m.left_at is null
    where e.conversation = p_conversation and e.seq = p_target and e.kind in (1, 10) and e.seq >= greatest(m.first, h.first);
    return case when not found then 'no_such_message' when v_recalled then 'recalled' end;
end $$;

-- What stands against a reply or a mention, under the lock held: null where nothing does.
--   p_everybody  of a message that mentions all: up to how many members anybody may; above, who leads
create function parley_judge_post(
    p_conversation bigint, p_sender bigint, p_thread bigint, p_data jsonb, p_everybody int) returns append_outcome
    language plpgsql volatile
as $$
declare
    v_target  bigint;
    v_verdict message_outcome;
begin
    foreach v_target in array array_remove(array[p_thread, (p_data ->> 'replyTo')::bigint], null) loop
        v_verdict := parley_judge_target(p_conversation, p_sender, v_target);
        if v_verdict is not null then
            return case v_verdict when 'recalled' then 'target_recalled' else 'no_such_target' end;
        end if;
    end loop;
    if exists (select from entry e where e.conversation = p_conversation and e.seq = p_thread and e.target is not null) then
        return 'not_a_root';
    end if;
    if (select h.members from head h where h.conversation = p_conversation) > p_everybody
            and not exists (select from member m
                            where m.conversation = p_conversation and m.account = p_sender and m.role > 0) then
        return 'not_everybody';
    end if;
    return null;
end $$;

drop function parley_append;

-- As in V3, with what a message may have beside its text: its thread or null, whether it stands in the main timeline too, its data
-- or null, and p_everybody as above or null. in_thread is the number of a reply in its thread.
create function parley_append(
    p_conversation bigint[], p_sender bigint[], p_id uuid[], p_text text[], p_prev uuid[], p_follows int[],
    p_thread bigint[], p_broadcast boolean[], p_data text[], p_everybody int[], p_wait boolean)
    returns table (
        n int, outcome append_outcome, seq bigint, messages bigint, at timestamptz,
        read_messages bigint, shared boolean, in_thread bigint)
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    set jit = off
as $$
#variable_conflict use_column
declare
    v_rich      boolean := cardinality(array_remove(p_data, null)) + cardinality(array_remove(p_thread, null)) > 0;
    v_locked    bigint[];
    v_missed    bigint[];
    v_seq       bigint[];
    v_messages  bigint[];
    v_at        timestamptz[];
    v_member    boolean[];
    v_blocked   boolean[];
    v_prev      boolean[];
    v_outcome   append_outcome[];
    v_judged    append_outcome[];
    v_leads     boolean[];
    v_in_thread bigint[];
    v_data      text[] := p_data;
    v_read      bigint[];
    v_shared    boolean[];
    v_now       timestamptz;
    v_moved     record;
begin
    -- lock
    if p_wait then
        v_locked := array(select conversation from head where conversation = any (p_conversation)
                          order by conversation for update);
    else
        v_locked := array(select conversation from head where conversation = any (p_conversation)
                          order by conversation for update skip locked);
    end if;
    v_missed := array(select unnest(p_conversation) except select unnest(v_locked));

    -- known
    select array_agg(e.seq order by r.n), array_agg(e.messages order by r.n), array_agg(e.at order by r.n)
    into v_seq, v_messages, v_at
    from unnest(p_conversation, p_sender, p_id) with ordinality r (conversation, sender, id, n)
    left join entry e on e.conversation = r.conversation and e.sender = r.sender and e.id = r.id;

    -- rights
    select array_agg(m.account is not null order by r.n)
    into v_member
    from unnest(p_conversation, p_sender) with ordinality r (conversation, sender, n)
    left join member m on m.conversation = r.conversation and m.account = r.sender and m.left_at is null;

    -- blocks
    select array_agg(c.kind is not distinct from 0 and exists (
               select from block b where (b.account, b.blocked) in ((c.low, c.high), (c.high, c.low))) order by r.n)
    into v_blocked
    from unnest(p_conversation) with ordinality r (conversation, n)
    left join conversation c on c.id = r.conversation;

    -- previous
    select array_agg(r.prev is null or exists (
               select from entry e where e.conversation = r.conversation and e.sender = r.sender and e.id = r.prev)
               order by r.n)
    into v_prev
    from unnest(p_conversation, p_sender, p_prev) with ordinality r (conversation, sender, prev, n);

    -- judge
    select array_agg((case
               when r.seq is not null then 'duplicate'
               when r.conversation = any (v_missed) then
                   case when exists (select from head h where h.conversation = r.conversation)
                       then 'skipped' else 'no_such_conversation' end
               when not r.member then 'not_a_member'
               when r.blocked then 'blocked'
               when not r.prev then 'previous_missing'
               else 'stored' end)::append_outcome order by r.n)
    into v_outcome
    from unnest(p_conversation, v_seq, v_member, v_blocked, v_prev)
         with ordinality r (conversation, seq, member, blocked, prev, n);
    if v_rich then
        select array_agg(case when r.data is not null or r.thread is not null then
                   parley_judge_post(r.conversation, r.sender, r.thread, r.data::jsonb, r.everybody) end order by r.n)
        into v_judged
        from unnest(p_conversation, p_sender, p_thread, p_data, p_everybody)
             with ordinality r (conversation, sender, thread, data, everybody, n);
    end if;
    for i in 1 .. cardinality(p_follows) loop
        if p_follows[i] > 0 and v_outcome[i] = 'previous_missing'
                and v_outcome[p_follows[i]] in ('stored', 'duplicate') then
            v_outcome[i] := 'stored';
        end if;
        if v_outcome[i] = 'stored' and v_judged[i] is not null then
            v_outcome[i] := v_judged[i];
        end if;
    end loop;

    -- number; a row leads when every new message of the main timeline up to it in its conversation is its sender's
    v_now := date_trunc('milliseconds', clock_timestamp());
    select array_agg(coalesce(s.seq, s.head_seq + s.place) order by s.n),
           array_agg(coalesce(s.messages, s.head_messages + s.main_place) order by s.n),
           array_agg(s.outcome = 'stored' and s.main_place = s.own_place order by s.n)
    into v_seq, v_messages, v_leads
    from (
        select r.n, r.seq, r.messages, r.outcome, h.seq as head_seq, h.messages as head_messages,
               count(*) filter (where r.outcome = 'stored') over (partition by r.conversation order by r.n) as place,
               count(*) filter (where r.outcome = 'stored' and (r.thread is null or r.broadcast))
                   over (partition by r.conversation order by r.n) as main_place,
               count(*) filter (where r.outcome = 'stored' and (r.thread is null or r.broadcast))
                   over (partition by r.conversation, r.sender order by r.n) as own_place
        from unnest(p_conversation, p_sender, v_outcome, v_seq, v_messages, p_thread, p_broadcast)
             with ordinality r (conversation, sender, outcome, seq, messages, thread, broadcast, n)
        left join head h on h.conversation = r.conversation) s;

    if v_rich then
        -- number in the threads
        select array_agg(s.place order by s.n),
               array_agg(case when s.place is null then s.data
                   else (coalesce(s.data::jsonb, '{}') || jsonb_build_object('threadMessages', s.place))::text end
                   order by s.n)
        into v_in_thread, v_data
        from (
            select r.n, r.data,
                   case when r.thread is not null and r.outcome = 'stored' then
                       coalesce(f.replies, 0) + count(*) filter (where r.outcome = 'stored')
                           over (partition by r.conversation, r.thread order by r.n) end as place
            from unnest(p_conversation, p_thread, v_outcome, p_data)
                 with ordinality r (conversation, thread, outcome, data, n)
            left join fold f on f.conversation = r.conversation and f.seq = r.thread) s;

        insert into fold as f (conversation, seq, replies, last_reply)
        select r.conversation, r.thread, count(*), max(r.seq)
        from unnest(p_conversation, p_thread, v_seq, v_outcome) r (conversation, thread, seq, outcome)
        where r.outcome = 'stored' and r.thread is not null
        group by r.conversation, r.thread
        on conflict (conversation, seq)
            do update set replies = f.replies + excluded.replies, last_reply = excluded.last_reply;

        insert into mention (conversation, account, seq, sender)
        select r.conversation, m.account, r.seq, r.sender
        from unnest(p_conversation, p_sender, v_seq, v_outcome, p_data) r (conversation, sender, seq, outcome, data)
        cross join lateral mentioned(r.data::jsonb) m (account)
        where r.outcome = 'stored' and r.data is not null;
    end if;

    insert into entry (conversation, seq, messages, at, sender, kind, id, text, data, target)
    select r.conversation, r.seq, r.messages, v_now, r.sender,
           case when r.thread is null or r.broadcast then 1 else 10 end, r.id, r.text, r.data, r.thread
    from unnest(p_conversation, v_seq, v_messages, p_sender, p_id, p_text, v_outcome, p_thread, p_broadcast, v_data)
         r (conversation, seq, messages, sender, id, text, outcome, thread, broadcast, data)
    where r.outcome = 'stored';

    update head h
    set seq = u.seq, messages = u.messages, xid = pg_current_xact_id()
    from (select r.conversation, max(r.seq) as seq, max(r.messages) as messages
          from unnest(p_conversation, v_seq, v_messages, v_outcome) r (conversation, seq, messages, outcome)
          where r.outcome = 'stored'
          group by r.conversation) u
    where h.conversation = u.conversation;

    -- the sender's own markers follow, if it had read all before
    for v_moved in
        with leaders as (
            select r.conversation, r.sender, max(r.seq) as seq, max(r.messages) as messages,
                   count(*) filter (where r.thread is null or r.broadcast) as sent, max(r.n) as n
            from unnest(p_conversation, p_sender, v_seq, v_messages, v_leads, p_thread, p_broadcast)
                 with ordinality r (conversation, sender, seq, messages, leads, thread, broadcast, n)
            where r.leads
            group by r.conversation, r.sender),
        readers as (
            select l.*
            from leaders l
            join member m on m.conversation = l.conversation and m.account = l.sender
            where m.read_messages = l.messages - l.sent
              and not exists (
                  select from mention x
                  where x.conversation = m.conversation and x.account in (m.account, 0) and x.seq > m.read
                    and x.sender <> m.account)
            order by m.conversation, m.account
            for update of m)
        update member m
        set read = r.seq, delivered = r.seq, read_messages = r.messages, xid = pg_current_xact_id()
        from readers r
        join conversation c on c.id = r.conversation
        join head h on h.conversation = r.conversation
        join account a on a.id = r.sender
        where m.conversation = r.conversation and m.account = r.sender
        returning r.n, m.read_messages, a.read_receipts and receipts_live(c.kind, h.members) as shared
    loop
        v_read[v_moved.n] := v_moved.read_messages;
        v_shared[v_moved.n] := v_moved.shared;
    end loop;

    return query
    select i, v_outcome[i], v_seq[i], v_messages[i], coalesce(v_at[i], v_now), v_read[i], v_shared[i], v_in_thread[i]
    from generate_series(1, cardinality(p_id)) i;
end $$;

-- As in V3, without the counter that is gone.
create or replace function parley_join(p_conversation bigint, p_by bigint, p_users bigint[], p_version bigint, p_wait boolean)
    returns change_result
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_head   record;
    v_users  bigint[];
    v_result change_result;
begin
    select * into v_head from parley_lock(p_conversation, p_wait);
    if v_head.locked is not true then
        v_result.outcome := case when not v_head.locked then 'skipped' else 'stale' end;
        return v_result;
    end if;
    v_users := array(
        select u.account from unnest(p_users) with ordinality u (account, n)
        where not exists (select from member m where m.conversation = p_conversation and m.account = u.account
                          and m.left_at is null)
        group by u.account order by min(u.n));
    if v_users = '{}' then
        v_result.outcome := 'unchanged';
        return v_result;
    end if;
    if v_head.version <> p_version then
        v_result.outcome := 'stale';
        return v_result;
    end if;
    v_result := parley_append_change(
        p_conversation, p_by, 6::smallint, jsonb_build_object('users', to_jsonb(v_users)), cardinality(v_users));
    -- markers stand at the entry that made them join: whoever comes back has lower ones, so this never moves one back
    insert into member as m (conversation, account, role, joined, first, first_messages, delivered, read, read_messages, xid)
    select p_conversation, u.account, 0, v_result.seq,
           case c.history when 'all' then v_head.first else v_result.seq end,
           case c.history when 'all' then v_head.first_messages else v_result.messages end,
           v_result.seq, v_result.seq, v_result.messages, pg_current_xact_id()
    from unnest(v_users) u (account), conversation c
    where c.id = p_conversation
    order by u.account
    on conflict (conversation, account) do update
    set role = excluded.role, joined = excluded.joined, left_at = null, first = excluded.first,
        first_messages = excluded.first_messages, delivered = excluded.delivered, read = excluded.read,
        read_messages = excluded.read_messages, unread_from = null, xid = excluded.xid;
    return v_result;
end $$;

drop function parley_move_markers;

-- As in V4, with the mentions that are unread now.
create function parley_move_markers(
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
    where m.left_at is null
      and (m.read < v.read or m.delivered < v.delivered or nullif(v.flag, 0) is distinct from m.unread_from)
    order by m.conversation, m.account
    for update of m;

    return query
    update member m
    set delivered = w.delivered, read = w.read, read_messages = w.read_messages, unread_from = w.unread_from,
        xid = pg_current_xact_id()
    from (
        select o.conversation, o.account, d.delivered, d.read, d.unread_from, u.mentions,
               case when d.read > o.read then e.messages else o.read_messages end as read_messages,
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
            select greatest(o.read, least(v.read, h.seq)) as read,
                   greatest(o.delivered, least(v.read, h.seq),
                            case when receipts_live(c.kind, h.members) then least(v.delivered, h.seq) end) as delivered,
                   case when v.flag is null then o.unread_from
                        when v.flag > 0 then least(v.flag, h.seq) end as unread_from) d
        cross join lateral unread_mentions(o.conversation, o.account, d.read) u
        join entry e on e.conversation = o.conversation and e.seq = d.read) w
    where m.conversation = w.conversation and m.account = w.account and (w.moved or w.flagged)
    returning m.conversation, m.account, m.delivered, m.read, m.read_messages, w.mentions, w.shared, w.moved, w.flagged;
end $$;

-- As in V6, and nobody is mentioned any more.
create or replace function parley_recall(
    p_conversation bigint, p_by bigint, p_target bigint, p_leads boolean, p_since timestamptz, p_version bigint,
    p_wait boolean)
    returns message_result
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_target entry;
    v_result message_result;
begin
    v_result.outcome := coalesce(
        parley_lock_version(p_conversation, p_version, p_wait), parley_judge_target(p_conversation, p_by, p_target));
    select * into v_target from entry e where e.conversation = p_conversation and e.seq = p_target;
    v_result.outcome := coalesce(v_result.outcome, case
        when p_leads then null
        when v_target.sender <> p_by then 'not_yours'
        when v_target.at < p_since then 'expired' end::message_outcome);
    if v_result.outcome is not null then
        return v_result;
    end if;
    v_result := parley_append_about(
        p_conversation, p_by, 3::smallint, p_target, null, null,
        jsonb_build_object('reason', case when v_target.sender = p_by then 'sender' else 'moderator' end));
    delete from mention m
    where m.conversation = p_conversation and m.seq = p_target
      and m.account in (select * from mentioned(v_target.data::jsonb));
    update entry e set text = null, data = nullif((e.data::jsonb - 'mentions' - 'attachments')::text, '{}')
    where e.conversation = p_conversation and e.seq = p_target;
    update entry e set text = '' where e.conversation = p_conversation and e.target = p_target and e.kind = 2;
    delete from reaction r where r.conversation = p_conversation and r.seq = p_target;
    insert into fold (conversation, seq) values (p_conversation, p_target)
    on conflict (conversation, seq) do update set edited = null, reactions = 0, pinned = null;
    return v_result;
end $$;

-- As in V6, with threads and mentions.
create or replace function parley_refold(p_conversation bigint) returns void
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
    perform from head h where h.conversation = p_conversation for update;
    delete from reaction r where r.conversation = p_conversation;
    delete from fold f where f.conversation = p_conversation;
    insert into reaction (conversation, seq, emoji, account, entry)
    select p_conversation, l.target, l.emoji, l.sender, l.seq
    from (select distinct on (e.target, e.sender, e.data::jsonb ->> 'emoji')
                 e.target, e.sender, e.seq, e.data::jsonb ->> 'emoji' as emoji,
                 (e.data::jsonb ->> 'added')::boolean as added
          from entry e
          join entry t on t.conversation = e.conversation and t.seq = e.target and t.text is not null
          where e.conversation = p_conversation and e.target is not null and e.kind = 4
          order by e.target, e.sender, e.data::jsonb ->> 'emoji', e.seq desc) l
    where l.added;
    insert into fold (conversation, seq, edited, edits, reactions, pinned, replies, last_reply)
    select p_conversation, s.target, case when s.standing then s.edited end, s.edits,
           (select count(*) from reaction r where r.conversation = p_conversation and r.seq = s.target),
           case when s.standing and (p.data::jsonb ->> 'added')::boolean then p.seq end, s.replies, s.last_reply
    from (select e.target, t.text is not null as standing,
                 max(e.seq) filter (where e.kind = 2) as edited, count(*) filter (where e.kind = 2) as edits,
                 max(e.seq) filter (where e.kind = 5) as pin,
                 count(*) filter (where e.kind in (1, 10)) as replies,
                 max(e.seq) filter (where e.kind in (1, 10)) as last_reply
          from entry e
          join entry t on t.conversation = e.conversation and t.seq = e.target
          where e.conversation = p_conversation and e.target is not null
          group by e.target, t.text is not null) s
    left join entry p on p.conversation = p_conversation and p.seq = s.pin;
    delete from mention m where m.conversation = p_conversation;
    insert into mention (conversation, account, seq, sender)
    select p_conversation, m.account, e.seq, e.sender
    from entry e cross join lateral mentioned(e.data::jsonb) m (account)
    where e.conversation = p_conversation and e.kind in (1, 10) and e.data is not null;
end $$;
