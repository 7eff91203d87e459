-- Who follows which thread, and how far they have read it. Whoever wrote its root, replied in it or was mentioned in it by name has a
-- row, and so has whoever said to follow it, or not to. Nothing is written here for those who follow when something is posted: what is
-- unread is how long the thread is less read_messages.
create table follow (
    conversation  bigint  not null,
    account       bigint  not null,
    thread        bigint  not null,             -- its root
    following     boolean not null,
    read          bigint  not null,             -- an entry; below the member's joined, the row is of an earlier membership and says nothing
    read_messages bigint  not null,             -- messages of the thread up to it
    version       bigint  not null default 1,   -- raised by each change, so that of two tellings the newer is known
    xid           xid8    not null default pg_current_xact_id(),
    primary key (conversation, account, thread)
) with (fillfactor = 70);
create index follow_account on follow (account, xid);
create index follow_tail on follow (xid);

-- The thread that a message mentioning somebody stands in, if it does.
alter table mention add column thread bigint;
create index mention_thread on mention (conversation, thread, account, seq) where thread is not null;
update mention m set thread = e.target
from entry e
where e.conversation = m.conversation and e.seq = m.seq and e.target is not null;

-- Those who took part in threads until now follow them, and have read them.
insert into follow (conversation, account, thread, following, read, read_messages)
select p.conversation, p.account, p.thread, true, h.seq, f.replies
from (select e.conversation, e.sender as account, e.target as thread
      from entry e where e.kind in (1, 10) and e.target is not null
      union
      select f.conversation, e.sender, f.seq
      from fold f join entry e on e.conversation = f.conversation and e.seq = f.seq where f.replies > 0
      union
      select m.conversation, m.account, m.thread from mention m where m.thread is not null and m.account <> 0) p
join member m on m.conversation = p.conversation and m.account = p.account and m.left_at is null
join head h on h.conversation = p.conversation and p.thread >= greatest(m.first, h.first)
join fold f on f.conversation = p.conversation and f.seq = p.thread;

-- It tells more than it did: who follows by what was posted.
drop function parley_append;
