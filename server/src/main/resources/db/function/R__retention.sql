-- Retention: how far the beginning of a log may be raised, raising it, and deleting what lies below.

-- Whether a legal hold is on the conversation, or on somebody who is or was a member of it.
create or replace function parley_held(p_conversation bigint) returns boolean
    language sql stable
as $$
    select exists (select from legal_hold l where l.conversation = p_conversation and l.released_at is null)
        or exists (select from legal_hold l
                   join member m on m.conversation = p_conversation and m.account = l.account
                   where l.released_at is null and l.account is not null)
$$;

-- How many days and how many messages are kept of a conversation: what it says itself or what the workspace says, whichever is less.
-- Null: without end.
create or replace function parley_keeps(p_conversation bigint, out days int, out messages bigint)
    language sql stable
as $$
    select least(c.keep_days, w.keep_days), least(c.keep_messages, w.keep_messages)
    from conversation c
    left join workspace w on w.one
    where c.id = p_conversation
$$;

-- The first entry from p_low on that is not older than p_at, by halving: numbers are dense, and times rise with them (but where the
-- machine's clock was set back, by as much). p_high, the number after the newest, where all are older.
create or replace function parley_first_since(p_conversation bigint, p_low bigint, p_high bigint, p_at timestamptz) returns bigint
    language plpgsql stable
    set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
    v_low  bigint := p_low;
    v_high bigint := p_high;
    v_mid  bigint;
begin
    while v_low < v_high loop
        v_mid := (v_low + v_high) / 2;
        if (select e.at >= p_at from entry e where e.conversation = p_conversation and e.seq = v_mid) then
            v_high := v_mid;
        else
            v_low := v_mid + 1;
        end if;
    end loop;
    return v_low;
end $$;

-- The first entry from p_low on up to which, itself included, there are more than p_messages messages, in the same way.
create or replace function parley_first_beyond(p_conversation bigint, p_low bigint, p_high bigint, p_messages bigint) returns bigint
    language plpgsql stable
    set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
    v_low  bigint := p_low;
    v_high bigint := p_high;
    v_mid  bigint;
begin
    while v_low < v_high loop
        v_mid := (v_low + v_high) / 2;
        if (select e.messages > p_messages from entry e where e.conversation = p_conversation and e.seq = v_mid) then
            v_high := v_mid;
        else
            v_low := v_mid + 1;
        end if;
    end loop;
    return v_low;
end $$;

-- From which entry on the conversation is to be kept now, if need be from the one that is to say so: its first where nothing is to go. Nothing goes but for the sake of something that
-- somebody wrote, or of a thousand entries: each raise is an entry itself, and would otherwise be followed by one for its own sake.
--   p_spared  what is younger stays, however many there are
create or replace function parley_kept_from(p_conversation bigint, p_spared interval) returns bigint
    language plpgsql stable
    set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
    c_many  constant int := 1000;
    v_keeps record;
    v_head  head;
    v_from  bigint;
begin
    select * into v_keeps from parley_keeps(p_conversation);
    select * into v_head from head h where h.conversation = p_conversation;
    v_from := v_head.first;
    if parley_held(p_conversation) then
        return v_from;
    end if;
    if v_keeps.messages < v_head.messages - v_head.first_messages then
        v_from := parley_first_beyond(p_conversation, v_from, v_head.seq + 1, v_head.messages - v_keeps.messages);
    end if;
    if v_keeps.days is not null then
        v_from := parley_first_since(
            p_conversation, v_from, v_head.seq + 1, now() - v_keeps.days * interval '24 hours');
    end if;
    if v_from > v_head.first then
        v_from := least(v_from, parley_first_since(p_conversation, v_head.first, v_head.seq + 1, now() - p_spared));
    end if;
    if v_from <= v_head.first + c_many and not exists (
            select from entry e
            where e.conversation = p_conversation and e.seq >= v_head.first and e.seq < v_from and e.kind in (1, 2, 10)) then
        return v_head.first;
    end if;
    return v_from;
end $$;

-- Raises the first entry of all members to where the conversation is to be kept from, by an entry that says so.
create or replace function parley_retain(p_conversation bigint, p_by bigint, p_spared interval, p_wait boolean)
    returns change_result
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_head   record;
    v_from   bigint;
    v_before bigint;
    v_result change_result;
begin
    select * into v_head from parley_lock(p_conversation, p_wait);
    if v_head.locked is not true then
        v_result.outcome := case when not v_head.locked then 'skipped' else 'unchanged' end;
        return v_result;
    end if;
    v_from := parley_kept_from(p_conversation, p_spared);
    if v_from <= v_head.first then
        v_result.outcome := 'unchanged';
        return v_result;
    end if;
    select e.messages into v_before from entry e where e.conversation = p_conversation and e.seq = v_from - 1;
    v_result := parley_append_change(
        p_conversation, p_by, 8::smallint, jsonb_build_object('first', v_from, 'firstMessages', v_before), 0);
    update head h set first = v_from, first_messages = v_before where h.conversation = p_conversation;
    insert into purge (conversation) values (p_conversation) on conflict do nothing;
    return v_result;
end $$;

-- Sets how much of the conversation is kept; null for without end.
create or replace function parley_set_keep(
    p_conversation bigint, p_by bigint, p_days int, p_messages bigint, p_version bigint, p_wait boolean)
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
    if exists (select from conversation c
               where c.id = p_conversation and c.keep_days is not distinct from p_days
                 and c.keep_messages is not distinct from p_messages) then
        v_result.outcome := 'unchanged';
        return v_result;
    end if;
    if v_head.version <> p_version then
        v_result.outcome := 'stale';
        return v_result;
    end if;
    v_result := parley_append_change(
        p_conversation, p_by, 8::smallint,
        jsonb_build_object('retention', jsonb_strip_nulls(jsonb_build_object('days', p_days, 'messages', p_messages))), 0);
    update conversation c set keep_days = p_days, keep_messages = p_messages where c.id = p_conversation;
    return v_result;
end $$;

-- The next conversations that are to be looked at, by id after p_after, and which of them are to lose something.
create or replace function parley_retention_page(p_after bigint, p_limit int, p_spared interval)
    returns table (conversation bigint, creator bigint, due boolean)
    language plpgsql stable
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
    if exists (select from workspace w where w.keep_days is not null or w.keep_messages is not null) then
        return query
        select c.id, c.creator, parley_kept_from(c.id, p_spared) > h.first
        from (select o.id, o.creator from conversation o where o.id > p_after order by o.id limit p_limit) c
        join head h on h.conversation = c.id
        order by c.id;
    else
        return query
        select c.id, c.creator, parley_kept_from(c.id, p_spared) > h.first
        from (select o.id, o.creator from conversation o
              where o.id > p_after and (o.keep_days is not null or o.keep_messages is not null)
              order by o.id limit p_limit) c
        join head h on h.conversation = c.id
        order by c.id;
    end if;
end $$;

-- Deletes some of what lies below the first entry of a conversation, derived rows before those they were derived from; what it was sent
-- under stays in spent. Each call is one short transaction. Answers how many entries went, how many rows of all kinds, and how many
-- files; of no rows, nothing is left in the log, or nothing may be deleted: there is a legal hold, or somebody has the lock, as who copies a log does, to find all of it.
create or replace function parley_purge(p_conversation bigint, p_limit int, out entries int, out rows int, out files int)
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_first bigint := (select h.first from head h where h.conversation = p_conversation);
    v_last  bigint;
begin
    entries := 0;
    rows := 0;
    files := 0;
    if not pg_try_advisory_xact_lock(hashtext('parley purge')) or parley_held(p_conversation) then
        return;
    end if;
    delete from reaction r
    where (r.conversation, r.seq, r.emoji, r.account) in (
        select o.conversation, o.seq, o.emoji, o.account from reaction o
        where o.conversation = p_conversation and o.seq < v_first
        order by o.conversation, o.seq, o.emoji, o.account limit p_limit);
    get diagnostics rows = row_count;
    if rows > 0 then
        return;
    end if;
    v_last := (select max(l.seq) from (
                   select e.seq from entry e where e.conversation = p_conversation and e.seq < v_first
                   order by e.seq limit p_limit) l);
    if v_last is null then
        delete from follow f
        where (f.conversation, f.account, f.thread) in (
            select o.conversation, o.account, o.thread from follow o
            where o.conversation = p_conversation and o.thread < v_first
            order by o.conversation, o.account, o.thread limit p_limit);
        get diagnostics rows = row_count;
        return;
    end if;
    delete from mention m
    using entry e cross join lateral mentioned(e.data::jsonb) w (account)
    where e.conversation = p_conversation and e.seq <= v_last and e.kind in (1, 10) and e.data is not null
      and m.conversation = e.conversation and m.account = w.account and m.seq = e.seq;
    update attachment a set state = 2, name = ''
    from entry e
    where e.conversation = p_conversation and e.seq <= v_last and e.kind in (1, 10)
      and a.conversation = e.conversation and a.message = e.id and a.uploader = e.sender and a.state = 1;
    get diagnostics files = row_count;
    delete from attachment a
    using entry e
    where e.conversation = p_conversation and e.seq <= v_last and e.kind in (1, 10)
      and a.conversation = e.conversation and a.message = e.id and a.uploader = e.sender and a.state = 3;
    delete from fold f where f.conversation = p_conversation and f.seq <= v_last;
    insert into spent (conversation, sender, id, seq, at, edited)
    select e.conversation, e.sender, e.id, e.seq, e.at, case when e.kind = 2 then e.target end
    from entry e
    where e.conversation = p_conversation and e.seq <= v_last and e.id is not null;
    delete from entry e where e.conversation = p_conversation and e.seq <= v_last;
    get diagnostics entries = row_count;
    rows := entries;
end $$;

-- Deletes some of the index of what lies below; answers how many messages. The lock is the one under which the index is written: whoever
-- wrote before it is seen here, and whoever writes after it finds the entries gone.
create or replace function parley_purge_index(p_conversation bigint, p_limit int) returns int
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_first bigint := (select h.first from head h where h.conversation = p_conversation);
    v_seqs  bigint[];
    v_words text[];
begin
    if parley_held(p_conversation) then
        return 0;
    end if;
    perform from search_progress for update;
    v_seqs := array(select s.seq from search_message s
                    where s.conversation = p_conversation and s.seq < v_first order by s.seq limit p_limit);
    v_words := array(select distinct l.word
                     from search_message s cross join lateral unnest(tsvector_to_array(s.words)) l (word)
                     where s.conversation = p_conversation and s.seq = any (v_seqs) and l.word not like '%:%');
    delete from search_message s where s.conversation = p_conversation and s.seq = any (v_seqs);
    delete from search_word w where w.word = any (v_words) and not parley_search_knows(w.word);
    return cardinality(v_seqs);
end $$;

-- Nothing is left below the first entry: true, unless it was raised again or held meanwhile.
create or replace function parley_purged(p_conversation bigint) returns boolean
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
begin
    perform from head h where h.conversation = p_conversation for update;
    delete from purge p
    where p.conversation = p_conversation and not parley_held(p_conversation)
      and not exists (select from entry e
                      join head h on h.conversation = e.conversation
                      where e.conversation = p_conversation and e.seq < h.first);
    return found;
end $$;
