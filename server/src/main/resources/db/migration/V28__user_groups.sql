-- Groups of people whom a message mentions together (decision 0066). A handle is one user's or one group's: PostgresAccounts and
-- PostgresUserGroups look at both tables, under one lock.
create table user_group (
    id      bigint   primary key,
    handle  text     not null unique,
    name    text     not null,
    members bigint[] not null        -- accounts, each once; in the row, so that a backup has a group whole
);

-- With the members of its user groups a message mentions more than one may.
alter type append_outcome add value 'too_many_mentions';

-- It answers one column more.
drop function if exists parley_append;
