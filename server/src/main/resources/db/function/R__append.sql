-- The only writers of head, entry and of who is a member are here, in R__membership and in R__changes. Each function is one call in
-- autocommit, VOLATILE under READ COMMITTED, so that every statement in it sees what was committed before that statement: what is read
-- after the lock is what holds under the lock. Lock order everywhere: heads by conversation, then rows of follow by their key,
-- then members by (conversation, account).
--
-- Plans: nested loops into index lookups by construction, whatever the statistics say (a generic plan made on a fresh, empty
-- table would scan it for ever), hence the settings on each function.

-- Whether members see each other's markers.
create or replace function receipts_live(p_kind smallint, p_members int) returns boolean
    language sql immutable
    return p_kind = 0 or (p_kind = 1 and p_members <= 20);

-- The numbers of those whom the data of a message mentions by themselves, 0 for everybody.
create or replace function mentioned(p_data jsonb) returns setof bigint
    language sql immutable
as $$
    select distinct case jsonb_typeof(m.who) when 'number' then m.who::bigint else 0 end
    from jsonb_array_elements(p_data -> 'mentions') m (who)
    where jsonb_typeof(m.who) <> 'object'
$$;

-- Whether it is for this member to call more people at once than anybody may.
create or replace function parley_leads(p_conversation bigint, p_account bigint) returns boolean
    language plpgsql volatile
as $$
begin
    return exists (select from member m where m.conversation = p_conversation and m.account = p_account and m.role > 0);
end $$;

-- What stands against a reply or a mention, under the lock held: null where nothing does.
--   p_everybody  of a message that mentions all: up to how many members anybody may at once; above, who leads
create or replace function parley_judge_post(
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
            and exists (select from mentioned(p_data) m (account) where m.account = 0)
            and not parley_leads(p_conversation, p_sender) then
        return 'not_everybody';
    end if;
    return null;
end $$;

-- Under the lock held: those of the user groups in mentions who are members now, the sender aside, in their place, each once; and the
-- groups with the handles they have now. A group that is gone mentions nobody.
--   p_most       how many of groups anybody may mention; above, who leads
--   p_data       what the message has beside its text; comes back as the log has it
create or replace function parley_call_groups(
    p_conversation bigint, p_sender bigint, p_most int, inout p_data jsonb, out p_outcome append_outcome)
    language plpgsql volatile
as $$
declare
    c_mentions constant int := 100; -- what the wire's contract bounds the mentions of a message by
    v_groups  jsonb;
    v_named   jsonb;
    v_reached jsonb;
begin
    select coalesce(jsonb_agg(m.who order by m.n) filter (where jsonb_typeof(m.who) <> 'object'), '[]'),
           coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'handle', g.handle) order by m.n) filter (where g.id is not null), '[]')
    into v_named, v_groups
    from jsonb_array_elements(p_data -> 'mentions') with ordinality m (who, n)
    left join user_group g on g.id = (m.who ->> 'group')::bigint;

    select coalesce(jsonb_agg(r.account order by r.account), '[]')
    into v_reached
    from (select distinct x.account
          from jsonb_array_elements(v_groups) w (one)
          join user_group g on g.id = (w.one ->> 'id')::bigint
          cross join lateral unnest(g.members) x (account)
          join member m on m.conversation = p_conversation and m.account = x.account and m.left_at is null
          where x.account <> p_sender and not v_named @> to_jsonb(x.account)) r;

    p_outcome := case
        when jsonb_array_length(v_reached) > p_most and not parley_leads(p_conversation, p_sender) then 'not_everybody'
        when jsonb_array_length(v_named) + jsonb_array_length(v_reached) > c_mentions then 'too_many_mentions' end;
    p_data := p_data - 'mentions'
        || jsonb_strip_nulls(jsonb_build_object('mentions', nullif(v_named || v_reached, '[]'), 'groups', nullif(v_groups, '[]')));
end $$;

-- Appends a batch of messages. Row n is the n-th element of each array; (conversation, sender, id) is distinct in a batch.
--   p_prev       the id that must be in the log before the row, or null
--   p_follows    the earlier row of this batch whose id p_prev is, or 0
--   p_thread     the root of its thread, or null
--   p_broadcast  of a reply in a thread: whether it stands in the main timeline too
--   p_data       what it has beside its text, or null
--   p_everybody  of a message that mentions all or user groups: up to how many members anybody may at once; else null
--   p_wait       false: heads locked elsewhere are skipped; true: wait for them (lock_timeout), for one conversation alone
-- read_messages is set on the row to which the sender's markers moved, and shared with it. in_thread is the number of a reply in its
-- thread; files is what is known of the attachments that the message took with it, or null; called is whom it mentions and by which user
-- groups, as its data has it, or null where it mentions no group; followers are those who follow its
-- thread by it, or have read on in it.
create or replace function parley_append(
    p_conversation bigint[], p_sender bigint[], p_id uuid[], p_text text[], p_prev uuid[], p_follows int[],
    p_thread bigint[], p_broadcast boolean[], p_data text[], p_everybody int[], p_wait boolean)
    returns table (
        n int, outcome append_outcome, seq bigint, messages bigint, at timestamptz,
        read_messages bigint, shared boolean, in_thread bigint, files text, called text, followers bigint[])
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
    v_files     jsonb;
    v_taken     text[];
    v_called    record;
    v_calls     text[];
    v_read      bigint[];
    v_shared    boolean[];
    v_followers text[]; -- of each row: an array
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
    select array_agg(coalesce(e.seq, s.seq) order by r.n), array_agg(e.messages order by r.n),
           array_agg(coalesce(e.at, s.at) order by r.n)
    into v_seq, v_messages, v_at
    from unnest(p_conversation, p_sender, p_id) with ordinality r (conversation, sender, id, n)
    left join entry e on e.conversation = r.conversation and e.sender = r.sender and e.id = r.id
    left join head h on h.conversation = r.conversation and h.first > 1 and e.seq is null
    left join spent s on s.conversation = h.conversation and s.sender = r.sender and s.id = r.id;

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
               or exists (
               select from spent s where s.conversation = r.conversation and s.sender = r.sender and s.id = r.prev)
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
        if v_outcome[i] = 'stored' and p_data[i]::jsonb @? '$.mentions[*].group' then
            select * into v_called
            from parley_call_groups(p_conversation[i], p_sender[i], p_everybody[i], p_data[i]::jsonb);
            if v_called.p_outcome is not null then
                v_outcome[i] := v_called.p_outcome;
            else
                v_data[i] := v_called.p_data::text;
                v_calls[i] := jsonb_build_object(
                    'mentions', v_called.p_data -> 'mentions', 'groups', v_called.p_data -> 'groups')::text;
            end if;
        end if;
        if v_outcome[i] = 'stored' and p_data[i]::jsonb -> 'attachments' is not null then
            v_files := parley_claim(p_conversation[i], p_sender[i], p_id[i], p_data[i]::jsonb);
            if v_files is null then
                v_outcome[i] := 'no_such_attachment';
            else
                v_taken[i] := v_files::text;
                v_data[i] := (v_data[i]::jsonb || jsonb_build_object('files', v_files))::text;
            end if;
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
            from unnest(p_conversation, p_thread, v_outcome, v_data)
                 with ordinality r (conversation, thread, outcome, data, n)
            left join fold f on f.conversation = r.conversation and f.seq = r.thread) s;

        insert into fold as f (conversation, seq, replies, last_reply)
        select r.conversation, r.thread, count(*), max(r.seq)
        from unnest(p_conversation, p_thread, v_seq, v_outcome) r (conversation, thread, seq, outcome)
        where r.outcome = 'stored' and r.thread is not null
        group by r.conversation, r.thread
        on conflict (conversation, seq)
            do update set replies = f.replies + excluded.replies, last_reply = excluded.last_reply;

        insert into mention (conversation, account, seq, sender, thread)
        select r.conversation, m.account, r.seq, r.sender, r.thread
        from unnest(p_conversation, p_sender, v_seq, v_outcome, v_data, p_thread)
             r (conversation, sender, seq, outcome, data, thread)
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

    -- who follows a thread by what was posted in it
    if cardinality(array_remove(v_in_thread, null)) > 0 then
        for v_moved in
            select f.n, array_agg(f.account)::text as accounts
            from parley_follow_replies(p_conversation, p_sender, p_thread, v_seq, v_in_thread, v_data) f
            group by f.n
        loop
            v_followers[v_moved.n] := v_moved.accounts;
        end loop;
    end if;

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
            join head h on h.conversation = l.conversation
            where greatest(m.read_messages, h.first_messages) = l.messages - l.sent
              and not exists (
                  select from mention x
                  where x.conversation = m.conversation and x.account in (m.account, 0) and x.seq > greatest(m.read, h.first - 1)
                    and x.sender <> m.account
                    and not exists (
                        select from follow f
                        where f.conversation = x.conversation and f.account = m.account and f.thread = x.thread
                          and f.read >= x.seq))
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
    select i, v_outcome[i], v_seq[i], v_messages[i], coalesce(v_at[i], v_now), v_read[i], v_shared[i], v_in_thread[i],
           v_taken[i],
           v_calls[i],
           v_followers[i]::bigint[]
    from generate_series(1, cardinality(p_id)) i;
end $$;
