-- What is known of these attachments, in their order.
create or replace function parley_files(p_ids bigint[]) returns jsonb
    language sql stable
as $$
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
               'id', a.id, 'name', a.name, 'type', a.type, 'bytes', a.bytes, 'width', a.width, 'height', a.height))
               order by i.n)
    from unnest(p_ids) with ordinality i (id, n)
    join attachment a on a.id = i.id
$$;

-- Gives the attachments of a message to it, all or none, and answers what is known of them; null where one is not its sender's to give.
-- Whoever comes while another takes one is too late, and does not wait: sends that name the same ones in different orders would hold up
-- each other, and the batches they are in.
create or replace function parley_claim(p_conversation bigint, p_sender bigint, p_id uuid, p_data jsonb) returns jsonb
    language plpgsql volatile
as $$
declare
    v_ids  bigint[] := array(select a.id::bigint from jsonb_array_elements_text(p_data -> 'attachments') a (id));
    v_free bigint[];
begin
    v_free := array(select a.id from attachment a
                    where a.id = any (v_ids) and a.uploader = p_sender and a.state = 1 and a.message is null
                    order by a.id for update skip locked);
    if cardinality(v_free) < cardinality(v_ids) then
        return null;
    end if;
    update attachment set conversation = p_conversation, message = p_id, held = null where id = any (v_ids);
    return parley_files(v_ids);
end $$;

-- A message that loses its text, by a recall, loses its attachments in the same transaction.
create or replace function parley_forget_attachments() returns trigger
    language plpgsql
as $$
begin
    update attachment set state = 2, name = ''
    where conversation = new.conversation and message = new.id and uploader = new.sender;
    return null;
end $$;
