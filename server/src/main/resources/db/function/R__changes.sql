-- Locks the head like parley_lock and compares the version: null where the caller may go on.
create or replace function parley_lock_version(p_conversation bigint, p_version bigint, p_wait boolean) returns message_outcome
    language plpgsql volatile
as $$
declare
    v_head record;
begin
    select * into v_head from parley_lock(p_conversation, p_wait);
    return case when not v_head.locked then 'skipped'
                when v_head.version is distinct from p_version then 'stale' end;
end $$;

-- What stands against speaking of a message (a reply in a thread is one too), under the lock held: null where nothing does. What is
-- below the caller's first is not there.
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

-- Appends an entry that speaks of a message, under the lock held. Rights stay as they are, and so does the access version.
create or replace function parley_append_about(
    p_conversation bigint, p_by bigint, p_kind smallint, p_target bigint, p_id uuid, p_text text, p_data jsonb)
    returns message_result
    language plpgsql volatile
as $$
declare
    v_result message_result;
begin
    update head h set seq = h.seq + 1, xid = pg_current_xact_id()
    where h.conversation = p_conversation
    returning h.seq, h.messages into v_result.seq, v_result.messages;
    v_result.outcome := 'appended';
    v_result.at := date_trunc('milliseconds', clock_timestamp());
    v_result.data := p_data;
    insert into entry (conversation, seq, messages, at, sender, kind, id, text, data, target)
    values (p_conversation, v_result.seq, v_result.messages, v_result.at, p_by, p_kind, p_id, p_text, v_result.data, p_target);
    return v_result;
end $$;

-- p_most: the most distinct emoji on a message. An emoji of the workspace (:name:) stays locked until the reaction is in the log, so
-- that nobody reacts with one that is gone.
create or replace function parley_react(
    p_conversation bigint, p_by bigint, p_target bigint, p_emoji text, p_added boolean, p_most int, p_version bigint,
    p_wait boolean)
    returns message_result
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_result message_result;
begin
    v_result.outcome := coalesce(
        parley_lock_version(p_conversation, p_version, p_wait), parley_judge_target(p_conversation, p_by, p_target));
    if v_result.outcome is not null then
        return v_result;
    end if;
    if p_added = exists (select from reaction r
                         where r.conversation = p_conversation and r.seq = p_target and r.emoji = p_emoji
                           and r.account = p_by) then
        v_result.outcome := 'unchanged';
        return v_result;
    end if;
    if p_added and p_emoji like ':%' then
        perform from emoji c where c.name = btrim(p_emoji, ':') for key share;
        if not found then
            v_result.outcome := 'no_such_emoji';
            return v_result;
        end if;
    end if;
    if p_added and not exists (select from reaction r
                               where r.conversation = p_conversation and r.seq = p_target and r.emoji = p_emoji)
            and (select count(distinct r.emoji) from reaction r
                 where r.conversation = p_conversation and r.seq = p_target) >= p_most then
        v_result.outcome := 'too_many';
        return v_result;
    end if;
    v_result := parley_append_about(
        p_conversation, p_by, 4::smallint, p_target, null, null,
        jsonb_build_object('emoji', p_emoji, 'added', p_added));
    if p_added then
        insert into reaction (conversation, seq, emoji, account, entry)
        values (p_conversation, p_target, p_emoji, p_by, v_result.seq);
    else
        delete from reaction r
        where r.conversation = p_conversation and r.seq = p_target and r.emoji = p_emoji and r.account = p_by;
    end if;
    insert into fold as f (conversation, seq, reactions) values (p_conversation, p_target, 1)
    on conflict (conversation, seq) do update set reactions = f.reactions + case when p_added then 1 else -1 end;
    return v_result;
end $$;

-- p_most: the most pinned messages of a conversation.
create or replace function parley_pin(
    p_conversation bigint, p_by bigint, p_target bigint, p_added boolean, p_most int, p_version bigint, p_wait boolean)
    returns message_result
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_result message_result;
begin
    v_result.outcome := coalesce(
        parley_lock_version(p_conversation, p_version, p_wait), parley_judge_target(p_conversation, p_by, p_target));
    if v_result.outcome is not null then
        return v_result;
    end if;
    if p_added = exists (select from fold f
                         where f.conversation = p_conversation and f.seq = p_target and f.pinned is not null) then
        v_result.outcome := 'unchanged';
        return v_result;
    end if;
    if p_added and (select count(*) from fold f
                    where f.conversation = p_conversation and f.pinned is not null) >= p_most then
        v_result.outcome := 'too_many';
        return v_result;
    end if;
    v_result := parley_append_about(
        p_conversation, p_by, 5::smallint, p_target, null, null, jsonb_build_object('added', p_added));
    insert into fold as f (conversation, seq, pinned)
    values (p_conversation, p_target, case when p_added then v_result.seq end)
    on conflict (conversation, seq) do update set pinned = excluded.pinned;
    return v_result;
end $$;

-- An id that is known is answered before anything else is asked.
--   p_since  what was sent earlier may not be edited any more
--   p_most   the most edits of a message
create or replace function parley_edit(
    p_conversation bigint, p_by bigint, p_target bigint, p_id uuid, p_text text, p_since timestamptz, p_most int,
    p_version bigint, p_wait boolean)
    returns message_result
    language plpgsql volatile
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_locked  message_outcome := parley_lock_version(p_conversation, p_version, p_wait);
    v_target  entry;
    v_known   entry;
    v_result  message_result;
begin
    if v_locked = 'skipped' then
        v_result.outcome := v_locked;
        return v_result;
    end if;
    select * into v_known from entry e where e.conversation = p_conversation and e.sender = p_by and e.id = p_id;
    if not found then
        select s.seq, s.at, s.edited, case when s.edited is not null then 2 end
        into v_known.seq, v_known.at, v_known.target, v_known.kind
        from spent s where s.conversation = p_conversation and s.sender = p_by and s.id = p_id;
    end if;
    if found then
        v_result.outcome := case when v_known.target = p_target and v_known.kind = 2 then 'known' else 'id_taken' end;
        v_result.seq := v_known.seq;
        v_result.at := v_known.at;
        return v_result;
    end if;
    v_result.outcome := coalesce(v_locked, parley_judge_target(p_conversation, p_by, p_target));
    if v_result.outcome is not null then
        return v_result;
    end if;
    select * into v_target from entry e where e.conversation = p_conversation and e.seq = p_target;
    v_result.outcome := case
        when v_target.sender <> p_by then 'not_yours'
        when v_target.at < p_since then 'expired'
        when (select f.edits from fold f where f.conversation = p_conversation and f.seq = p_target) >= p_most
            then 'too_many' end;
    if v_result.outcome is not null then
        return v_result;
    end if;
    v_result := parley_append_about(p_conversation, p_by, 2::smallint, p_target, p_id, p_text, null);
    insert into fold as f (conversation, seq, edited, edits) values (p_conversation, p_target, v_result.seq, 1)
    on conflict (conversation, seq) do update set edited = excluded.edited, edits = f.edits + 1;
    return v_result;
end $$;

-- Blanks the message and all its versions, and takes its reactions, its pin, its mentions and what is known of its files with it.
--   p_leads  whether the caller may recall everybody's, however old
--   p_since  one's own of before may not be recalled any more
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
    update entry e set text = null, data = nullif((e.data::jsonb - 'mentions' - 'groups' - 'attachments' - 'files')::text, '{}')
    where e.conversation = p_conversation and e.seq = p_target;
    update entry e set text = '' where e.conversation = p_conversation and e.target = p_target and e.kind = 2;
    delete from reaction r where r.conversation = p_conversation and r.seq = p_target;
    insert into fold (conversation, seq) values (p_conversation, p_target)
    on conflict (conversation, seq) do update set edited = null, reactions = 0, pinned = null;
    return v_result;
end $$;

-- Makes what is derived of a conversation anew from its log: after a store was read in, or where it is in doubt.
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
    insert into mention (conversation, account, seq, sender, thread)
    select p_conversation, m.account, e.seq, e.sender, e.target
    from entry e cross join lateral mentioned(e.data::jsonb) m (account)
    where e.conversation = p_conversation and e.kind in (1, 10) and e.data is not null;
end $$;
