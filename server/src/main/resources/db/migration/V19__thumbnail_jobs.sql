-- Which images wait for thumbnails, beside the attachments and not in them: a message passes over an attachment whose row somebody holds,
-- as one that another message takes, so whoever makes thumbnails must not hold it.

create table thumbnail_job (
    attachment bigint      primary key,
    due        timestamptz not null,            -- when somebody may begin; later than now while somebody is at it
    tries      smallint    not null default 0
);
create index thumbnail_job_due on thumbnail_job (due);

insert into thumbnail_job (attachment, due)
select id, thumbnails_due from attachment where thumbnails_due is not null and state = 1;

alter table attachment drop column thumbnails_due, drop column thumbnails_tries;
