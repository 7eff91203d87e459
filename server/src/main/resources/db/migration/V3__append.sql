-- The only writers of head, entry and of who is a member. Each function is one call in autocommit, VOLATILE under READ
-- COMMITTED, so that every statement in it sees what was committed before that statement: what is read after the lock is
-- what holds under the lock. Lock order everywhere: heads by conversation, then members by (conversation, account).
--
-- Plans: nested loops into index lookups by construction, whatever the statistics say (a generic plan made on a fresh, empty
-- table would scan it for ever), hence the settings on each function.

create type append_outcome as enum (
    'stored', 'duplicate',
    'skipped', -- the head is locked by another transaction: ask again
    'no_such_conversation', 'not_a_member', 'blocked', 'previous_missing');

-- Whether members see each other's markers.
create function receipts_live(p_kind smallint, p_members int) returns boolean
    language sql immutable
    return p_kind = 0 or (p_kind = 1 and p_members <= 20);

-- Names the store for cursors: another after a restore into another cluster, after the xids were stamped anew, and after a
-- failover (which begins a timeline, and may have lost commits).
create function store_incarnation() returns text
    language sql stable
    return (select left(encode(sha256(convert_to(
                concat_ws('/', cluster, generation, left(pg_walfile_name(pg_current_wal_lsn()), 8)), 'UTF8')), 'hex'), 12)
            from store);

-- Appends a batch of messages. Row n is the n-th element of each array; (conversation, sender, id) is distinct in a batch.
--   p_prev     the id that must be in the log before the row, or null
--   p_follows  the earlier row of this batch whose id p_prev is, or 0
--   p_wait     false: heads locked elsewhere are skipped; true: wait for them (lock_timeout), for one conversation alone
-- read_messages is set on the row to which the sender's markers moved, and mentions and shared with it.
create function parley_append(
    p_conversation bigint[], p_sender bigint[], p_id uuid[], p_text text[], p_prev uuid[], p_follows int[], p_wait boolean)
    returns table (
        n int, outcome append_outcome, seq bigint, messages bigint, at timestamptz,
        read_messages bigint, mentions int, shared boolean)
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    set jit = off
as $$
#variable_conflict use_column
declare
    v_locked   bigint[];
    v_missed   bigint[];
    v_seq      bigint[];
    v_messages bigint[];
    v_at       timestamptz[];
    v_member   boolean[];
    v_blocked  boolean[];
    v_prev     boolean[];
    v_outcome  append_outcome[];
    v_leads    boolean[];
    v_read     bigint[];
    v_mentions int[];
    v_shared   boolean[];
    v_now      timestamptz;
    v_moved    record;
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
    for i in 1 .. cardinality(p_follows) loop
        if p_follows[i] > 0 and v_outcome[i] = 'previous_missing'
                and v_outcome[p_follows[i]] in ('stored', 'duplicate') then
            v_outcome[i] := 'stored';
        end if;
    end loop;

    -- number; a row leads when every new message up to it in its conversation is its sender's
    v_now := date_trunc('milliseconds', clock_timestamp());
    select array_agg(coalesce(s.seq, s.head_seq + s.place) order by s.n),
           array_agg(coalesce(s.messages, s.head_messages + s.place) order by s.n),
           array_agg(s.outcome = 'stored' and s.place = s.own_place order by s.n)
    into v_seq, v_messages, v_leads
    from (
        select r.n, r.seq, r.messages, r.outcome, h.seq as head_seq, h.messages as head_messages,
               count(*) filter (where r.outcome = 'stored') over (partition by r.conversation order by r.n) as place,
               count(*) filter (where r.outcome = 'stored') over (partition by r.conversation, r.sender order by r.n)
                   as own_place
        from unnest(p_conversation, p_sender, v_outcome, v_seq, v_messages)
             with ordinality r (conversation, sender, outcome, seq, messages, n)
        left join head h on h.conversation = r.conversation) s;

    insert into entry (conversation, seq, messages, at, sender, kind, id, text)
    select r.conversation, r.seq, r.messages, v_now, r.sender, 1, r.id, r.text
    from unnest(p_conversation, v_seq, v_messages, p_sender, p_id, p_text, v_outcome)
         r (conversation, seq, messages, sender, id, text, outcome)
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
            select r.conversation, r.sender, max(r.seq) as seq, max(r.messages) as messages, count(*) as sent,
                   max(r.n) as n
            from unnest(p_conversation, p_sender, v_seq, v_messages, v_leads)
                 with ordinality r (conversation, sender, seq, messages, leads, n)
            where r.leads
            group by r.conversation, r.sender),
        readers as (
            select l.*
            from leaders l
            join member m on m.conversation = l.conversation and m.account = l.sender
            where m.read_messages = l.messages - l.sent
            order by m.conversation, m.account
            for update of m)
        update member m
        set read = r.seq, delivered = r.seq, read_messages = r.messages, xid = pg_current_xact_id()
        from readers r
        join conversation c on c.id = r.conversation
        join head h on h.conversation = r.conversation
        join account a on a.id = r.sender
        where m.conversation = r.conversation and m.account = r.sender
        returning r.n, m.read_messages, m.mentions, a.read_receipts and receipts_live(c.kind, h.members) as shared
    loop
        v_read[v_moved.n] := v_moved.read_messages;
        v_mentions[v_moved.n] := v_moved.mentions;
        v_shared[v_moved.n] := v_moved.shared;
    end loop;

    return query
    select i, v_outcome[i], v_seq[i], v_messages[i], coalesce(v_at[i], v_now), v_read[i], v_mentions[i], v_shared[i]
    from generate_series(1, cardinality(p_id)) i;
end $$;

-- What became of a change. skipped as above; stale: the access version has moved, the caller decides anew.
create type change_outcome as enum ('appended', 'unchanged', 'stale', 'skipped');
create type change_result as (
    outcome change_outcome, seq bigint, messages bigint, at timestamptz, data text);

-- Locks the head of one conversation: its access version and the rest, no row where it does not exist. Raises no error
-- where another transaction holds it and p_wait is false: locked is false then.
create function parley_lock(
    p_conversation bigint, p_wait boolean, out locked boolean, out version bigint, out next_seq bigint,
    out messages bigint, out first bigint, out first_messages bigint)
    returns setof record
    language plpgsql volatile
as $$
begin
    if p_wait then
        return query select true, h.access_version, h.seq + 1, h.messages, h.first, h.first_messages
                     from head h where h.conversation = p_conversation for update;
    else
        return query select true, h.access_version, h.seq + 1, h.messages, h.first, h.first_messages
                     from head h where h.conversation = p_conversation for update skip locked;
    end if;
    if not found and exists (select from head h where h.conversation = p_conversation) then
        return query select false, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint;
    end if;
end $$;

-- Appends the entry of a change under the lock held and moves the access version.
create function parley_append_change(
    p_conversation bigint, p_by bigint, p_kind smallint, p_data jsonb, p_members int) returns change_result
    language plpgsql volatile
as $$
declare
    v_result change_result;
begin
    update head h
    set seq = h.seq + 1, members = h.members + p_members, access_version = h.access_version + 1,
        xid = pg_current_xact_id()
    where h.conversation = p_conversation
    returning h.seq, h.messages into v_result.seq, v_result.messages;
    v_result.outcome := 'appended';
    v_result.at := date_trunc('milliseconds', clock_timestamp());
    v_result.data := p_data;
    insert into entry (conversation, seq, messages, at, sender, kind, data)
    values (p_conversation, v_result.seq, v_result.messages, v_result.at, p_by, p_kind, v_result.data);
    return v_result;
end $$;

create function parley_join(p_conversation bigint, p_by bigint, p_users bigint[], p_version bigint, p_wait boolean)
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
        read_messages = excluded.read_messages, unread_from = null, mentions = 0, xid = excluded.xid;
    return v_result;
end $$;

create function parley_leave(p_conversation bigint, p_by bigint, p_user bigint, p_version bigint, p_wait boolean)
    returns change_result
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_head   record;
    v_result change_result;
begin
    select * into v_head from parley_lock(p_conversation, p_wait);
    if v_head.locked is not true then
        v_result.outcome := case when not v_head.locked then 'skipped' else 'stale' end;
        return v_result;
    end if;
    if not exists (select from member m where m.conversation = p_conversation and m.account = p_user
                   and m.left_at is null) then
        v_result.outcome := 'unchanged';
        return v_result;
    end if;
    if v_head.version <> p_version then
        v_result.outcome := 'stale';
        return v_result;
    end if;
    v_result := parley_append_change(
        p_conversation, p_by, 7::smallint, jsonb_build_object('users', jsonb_build_array(p_user)), -1);
    update member m set left_at = v_result.seq, xid = pg_current_xact_id()
    where m.conversation = p_conversation and m.account = p_user;
    return v_result;
end $$;

-- A role is that of a member: of one who is none any more it is stale.
create function parley_set_role(
    p_conversation bigint, p_by bigint, p_user bigint, p_role smallint, p_role_name text, p_version bigint, p_wait boolean)
    returns change_result
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_head   record;
    v_role   smallint;
    v_result change_result;
begin
    select * into v_head from parley_lock(p_conversation, p_wait);
    if v_head.locked is not true then
        v_result.outcome := case when not v_head.locked then 'skipped' else 'stale' end;
        return v_result;
    end if;
    select m.role into v_role from member m
    where m.conversation = p_conversation and m.account = p_user and m.left_at is null;
    if v_role = p_role then
        v_result.outcome := 'unchanged';
        return v_result;
    end if;
    if v_role is null or v_head.version <> p_version then
        v_result.outcome := 'stale';
        return v_result;
    end if;
    v_result := parley_append_change(
        p_conversation, p_by, 8::smallint,
        jsonb_build_object('member', jsonb_build_object('user', p_user, 'role', p_role_name)), 0);
    update member m set role = p_role, xid = pg_current_xact_id()
    where m.conversation = p_conversation and m.account = p_user;
    return v_result;
end $$;

-- Null where a property stays. A topic of no characters clears it.
create function parley_set_properties(
    p_conversation bigint, p_by bigint, p_title text, p_topic text, p_history text, p_invites text, p_version bigint,
    p_wait boolean)
    returns change_result
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_head   record;
    v_data   jsonb;
    v_result change_result;
begin
    select * into v_head from parley_lock(p_conversation, p_wait);
    if v_head.locked is not true then
        v_result.outcome := case when not v_head.locked then 'skipped' else 'stale' end;
        return v_result;
    end if;
    select jsonb_strip_nulls(jsonb_build_object(
               'title', nullif(p_title, c.title), 'topic', nullif(p_topic, coalesce(c.topic, '')),
               'history', nullif(p_history, c.history), 'invites', nullif(p_invites, c.invites)))
    into v_data
    from conversation c where c.id = p_conversation;
    if v_data = '{}' then
        v_result.outcome := 'unchanged';
        return v_result;
    end if;
    if v_head.version <> p_version then
        v_result.outcome := 'stale';
        return v_result;
    end if;
    v_result := parley_append_change(p_conversation, p_by, 8::smallint, v_data, 0);
    update conversation c
    set title = coalesce(p_title, c.title), topic = nullif(coalesce(p_topic, c.topic), ''),
        history = coalesce(p_history, c.history), invites = coalesce(p_invites, c.invites)
    where c.id = p_conversation;
    if v_data ? 'history' then
        perform from member m where m.conversation = p_conversation and m.left_at is null order by m.account for update;
        update member m
        set first = case when p_history = 'all' or m.joined < v_head.first then v_head.first else m.joined end,
            first_messages = case when p_history = 'all' or m.joined < v_head.first then v_head.first_messages
                                  else e.messages end,
            xid = pg_current_xact_id()
        from entry e
        where m.conversation = p_conversation and m.left_at is null
          and e.conversation = m.conversation and e.seq = m.joined;
    end if;
    return v_result;
end $$;

-- The conversation of a pair, or of a creator's own name for it: made now (fresh, with its first entry) or found. No row:
-- another conversation has the id; call again with a new one. Two servers that race wait for each other at the insert.
create function parley_create(
    p_id bigint, p_creator bigint, p_kind smallint, p_client_id uuid, p_title text, p_history text, p_members bigint[])
    returns table (conversation bigint, fresh boolean, at timestamptz, data text)
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
    v_users bigint[] := p_creator || p_members;
    v_low   bigint := case when p_kind = 0 then least(p_creator, p_members[1]) end;
    v_high  bigint := case when p_kind = 0 then greatest(p_creator, p_members[1]) end;
    v_now   timestamptz := date_trunc('milliseconds', clock_timestamp());
    v_data  text := jsonb_build_object('users', to_jsonb(v_users));
begin
    insert into conversation (id, kind, title, history, creator, client_id, low, high)
    values (p_id, p_kind, p_title, p_history, p_creator, p_client_id, v_low, v_high)
    on conflict do nothing;
    if not found and p_kind = 0 then
        return query select c.id, false, null::timestamptz, null::text from conversation c
                     where c.low = v_low and c.high = v_high;
        return;
    elsif not found then
        return query select c.id, false, null::timestamptz, null::text from conversation c
                     where c.creator = p_creator and c.client_id = p_client_id;
        return;
    end if;
    insert into head (conversation, seq, messages, first, first_messages, members, access_version, xid)
    values (p_id, 1, 0, 1, 0, cardinality(v_users), 1, pg_current_xact_id());
    insert into entry (conversation, seq, messages, at, sender, kind, data)
    values (p_id, 1, 0, v_now, p_creator, 6, v_data);
    insert into member (conversation, account, role, joined, first, first_messages, delivered, read, read_messages, xid)
    select p_id, u.account, case when u.account = p_creator and p_kind <> 0 then 2 else 0 end, 1, 1, 0, 1, 1, 0,
           pg_current_xact_id()
    from unnest(v_users) u (account)
    order by u.account;
    return query select p_id, true, v_now, v_data;
end $$;
