-- Emoji of the workspace. Their pictures lie in the store: few, small, and never changed (decision 0064).
create table emoji (
    name     text        collate "C" primary key,
    picture  text        collate "C" not null,      -- names the bytes, by what they are
    type     text        not null,
    bytes    bytea       not null,
    added_by bigint      not null references account,
    added_at timestamptz not null
);
create index emoji_picture on emoji (picture);
-- They are packed already.
alter table emoji alter column bytes set storage external;

-- A reaction with what the workspace has no emoji for.
alter type message_outcome add value 'no_such_emoji';
