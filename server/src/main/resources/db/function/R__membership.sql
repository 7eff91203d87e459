-- Locks the head of one conversation: its access version and the rest, no row where it does not exist. Raises no error
-- where another transaction holds it and p_wait is false: locked is false then.
create or replace function parley_lock(
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
create or replace function parley_append_change(
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

create or replace function parley_leave(p_conversation bigint, p_by bigint, p_user bigint, p_version bigint, p_wait boolean)
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
create or replace function parley_set_role(
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
    -- it is part of the member's own state, of which a session may be told no entry
    insert into state_move (conversation, account) values (p_conversation, p_user)
    on conflict (conversation, account) do update set xid = excluded.xid;
    return v_result;
end $$;

-- Null where a property stays. A topic of no characters clears it.
create or replace function parley_set_properties(
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
                                  else (select e.messages from entry e
                                        where e.conversation = m.conversation and e.seq = m.joined) end,
            xid = pg_current_xact_id()
        where m.conversation = p_conversation and m.left_at is null;
    end if;
    return v_result;
end $$;

-- The conversation of a pair, or of a creator's own name for it: made now (fresh, with its first entry) or found. No row:
-- another conversation has the id; call again with a new one. Two servers that race wait for each other at the insert.
create or replace function parley_create(
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
