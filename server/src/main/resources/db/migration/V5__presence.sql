-- When somebody was last connected: written when their last connection has been gone for the grace period, so never for those
-- who stay. A table of its own, so that coming and going does not rewrite accounts. Erased with the account.
create table last_seen (
    account bigint      primary key references account,
    at      timestamptz not null
);
