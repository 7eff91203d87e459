-- Sign-in sessions, invitations, and the keys that sign access tokens.

-- One row a device that signed in. The refresh tokens of its family are derived from secret and generation, so that the
-- answer to a repeated refresh can be made again word for word and no token is stored.
create table session (
    id         bigint      primary key,
    account    bigint      not null references account,
    secret     text        not null,    -- 32 random bytes, base64url
    generation int         not null,    -- of the refresh token that is good now
    created_at timestamptz not null,
    issued_at  timestamptz not null,    -- when the pair that is good now was made, whole seconds as in the token
    device     text        not null,    -- what the client called itself
    ended_at   timestamptz,
    ended_xid  xid8                     -- the transaction that ended it, for whoever tails
);
create index session_account on session (account) where ended_at is null;
create index session_ended on session (ended_xid) where ended_xid is not null;

create table invite (
    hash       text        primary key, -- SHA-256 of the token, hex: reading the table gives nobody an invitation
    role       text        not null check (role in ('member', 'guest', 'moderator', 'admin')),
    creator    bigint      references account, -- null: the administrator's link
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    uses_left  int         not null,
    used_at    timestamptz
);

create table signing_key (
    kid        text        primary key,
    private_key bytea      not null,    -- PKCS #8
    public_key  bytea      not null,    -- X.509 SubjectPublicKeyInfo
    created_at timestamptz not null default now()
);

-- Looking people up: by the beginning of the handle, or of a word of the name.
create index account_handle_prefix on account (handle text_pattern_ops) where deleted_at is null;
create index account_name_words on account using gin (to_tsvector('simple', name)) where deleted_at is null;
create index block_blocked on block (blocked);
