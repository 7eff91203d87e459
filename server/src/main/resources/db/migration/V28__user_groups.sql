-- Groups of people whom a message mentions together (decision 0066). A handle is one user's or one group's: PostgresAccounts and
-- PostgresUserGroups look at both tables, under one lock.
create table user_group (
    id     bigint primary key,
    handle text   not null unique,
    name   text   not null
);

create table user_group_member (
    user_group bigint not null references user_group on delete cascade,
    account    bigint not null references account,
    primary key (user_group, account)
);
create index user_group_member_account on user_group_member (account);

-- With the members of its user groups a message mentions more than one may.
alter type append_outcome add value 'too_many_mentions';

-- It answers one column more.
drop function if exists parley_append;
