-- Matches by date, the newest first, that p_account may see: their places, and how well they match p_rank (0 where null).
-- Stretches of time are probed from the newest backwards. Each probe is one intersection in the index, of the query, the
-- stretch and, of an account that sees little, its conversations; a stretch with too many matches is probed again in shorter ones, and one with few
-- is followed by a longer one. So rare words need few probes, and frequent ones only those of the recent past.
--   p_query   null for whatever is there
--   p_within  only these conversations; null for all of the account's
--   p_at, p_conversation, p_seq  the last place of the page before, or one after every message
--   p_limit   the most rows;  p_budget  about how many matches may be looked at
-- A last row without a conversation says that the budget ended, and at what time to go on.
create or replace function parley_search(
    p_account bigint, p_query tsquery, p_rank tsquery, p_within bigint[], p_since timestamptz, p_before timestamptz,
    p_at timestamptz, p_conversation bigint, p_seq bigint, p_limit int, p_budget int)
    returns table (conversation bigint, seq bigint, at timestamptz, rank real)
    language plpgsql stable
    -- whatever the statistics say: the index of words by a bitmap, never the table by its key; what is found by a hash of
    -- the account's conversations
    set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off set enable_nestloop = off
    set enable_mergejoin = off set jit = off
as $$
#variable_conflict use_column
declare
    c_many    constant int := 1000;  -- matches of a probe that are too many
    c_few     constant int := 16;    -- after so few the next stretch is longer
    c_share   constant int := 100;   -- one who sees more than the hundredth of all has matches enough among anybody's;
    c_scope   constant int := 50;    -- else probes name the conversations, so many each,
    c_scopes  constant int := 4;     -- and at most so many probes a stretch
    v_mine    bigint[];
    v_first   bigint[];              -- what the account may see of each begins there
    v_sees    bigint;
    v_scopes  tsquery[] := array[null::tsquery];
    v_top     bigint;
    v_bottom  bigint;
    v_level   int := 0;
    v_stretch bigint;
    v_time    tsquery;
    v_found   record;
    v_given   int := 0;
    v_seen    int := 0;
    v_rows    int;
begin
    select array_agg(m.conversation), array_agg(greatest(m.first, h.first)), sum(h.messages)
    into v_mine, v_first, v_sees
    from member m
    join head h on h.conversation = m.conversation
    where m.account = p_account and m.left_at is null
      and (p_within is null or m.conversation = any (p_within));
    if cardinality(v_mine) <= c_scope * c_scopes and v_sees * c_share < (
            select c.reltuples from pg_class c where c.oid = 'search_message'::regclass) then
        v_scopes := array(
            select string_agg('''c:' || s.conversation || '''', '|')::tsquery
            from unnest(v_mine) with ordinality s (conversation, n) group by s.n / c_scope);
    end if;
    -- of the second of a hit there may be more; where a budget ended all of it was seen
    select least(floor(extract(epoch from p.newest)) + 1, ceil(extract(epoch from p_before)),
                 case when p_conversation = 0 then ceil(extract(epoch from p_at))
                      else floor(extract(epoch from p_at)) + 1 end)::bigint,
           floor(extract(epoch from greatest(p.oldest, p_since)))::bigint
    into v_top, v_bottom
    from search_progress p
    where p.newest is not null and v_mine is not null;

    while v_top > v_bottom and v_given < p_limit loop
        if v_seen >= p_budget then
            return query select null::bigint, null::bigint, to_timestamp(v_top), 0::real;
            return;
        end if;
        v_stretch := (64 ^ v_level)::bigint;
        v_time := quote_literal(v_level || ':' || (v_top - 1) / v_stretch)::tsquery;
        select array_agg(w.conversation) as conversations, array_agg(w.seq) as seqs, array_agg(w.at) as times,
               count(*)::int as count
        into v_found
        from unnest(v_scopes) s (scope)
        cross join lateral (
            select i.conversation, i.seq, i.at from search_message i
            where i.words @@ (coalesce(p_query && v_time, v_time) && coalesce(s.scope, v_time))
            limit case when v_level > 0 then c_many + 1 end) w;
        v_seen := v_seen + v_found.count;
        if v_found.count > c_many and v_level > 0 then
            v_level := v_level - 1;
            continue;
        end if;
        return query
        select t.conversation, t.seq, t.at,
               case when p_rank is null then 0::real
                    else (select ts_rank(i.words, p_rank) from search_message i
                          where i.conversation = t.conversation and i.seq = t.seq) end
        from (select f.conversation, f.seq, f.at
              from unnest(v_found.conversations, v_found.seqs, v_found.times) f (conversation, seq, at)
              join unnest(v_mine, v_first) m (conversation, first) on m.conversation = f.conversation
              where f.seq >= m.first and f.at >= p_since and f.at < p_before and f.at < to_timestamp(v_top)
                and (f.at, f.conversation, f.seq) < (p_at, p_conversation, p_seq)
              order by f.at desc, f.conversation desc, f.seq desc
              limit p_limit - v_given) t;
        get diagnostics v_rows = row_count;
        v_given := v_given + v_rows;
        v_top := (v_top - 1) / v_stretch * v_stretch;
        if v_found.count <= c_few and v_level < 5 then
            v_level := v_level + 1;
        end if;
    end loop;
end $$;

-- Whether a message in the index has this word. From the newest stretch of time to all of it: a frequent word is found soon,
-- and a rare one has few matches anywhere.
create or replace function parley_search_knows(p_word text) returns boolean
    language plpgsql stable
    set enable_seqscan = off set enable_indexscan = off set jit = off
as $$
declare
    v_word   tsquery := quote_literal(p_word)::tsquery;
    v_newest bigint;
begin
    select floor(extract(epoch from p.newest))::bigint into v_newest from search_progress p;
    for v_level in 0 .. 5 loop
        if exists (select from search_message i
                   where i.words @@ (v_word && quote_literal(v_level || ':' || v_newest / (64 ^ v_level)::bigint)::tsquery)) then
            return true;
        end if;
    end loop;
    return exists (select from search_message i where i.words @@ v_word);
end $$;
