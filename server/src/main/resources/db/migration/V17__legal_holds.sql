-- Legal holds: of what is held nothing is deleted by retention. Rows stay for ever: they say who held what, when and why, and who let go.
create table legal_hold (
    id           bigint      primary key,
    conversation bigint      references conversation,
    account      bigint      references account,    -- of whoever is or was a member: all their conversations
    reason       text        not null,
    placed_by    bigint      not null,
    placed_at    timestamptz not null default now(),
    released_by  bigint,
    released_at  timestamptz,
    check (num_nonnulls(conversation, account) = 1),
    check (num_nonnulls(released_by, released_at) in (0, 2))
);
create index legal_hold_conversation on legal_hold (conversation) where released_at is null and conversation is not null;
create index legal_hold_account on legal_hold (account) where released_at is null and account is not null;
