-- Thumbnails. Their bytes are beside those of the image; here is which there are, and which images still wait for theirs.

create table thumbnail (
    attachment bigint not null,
    pixels     int    not null,     -- it fits into a square of so many
    type       text   not null,
    bytes      bigint not null,
    primary key (attachment, pixels)
);

alter table attachment
    add column thumbnails_due   timestamptz,                -- when somebody may make them; null where nobody is to (any more)
    add column thumbnails_tries smallint not null default 0;
create index attachment_thumbnails_due on attachment (thumbnails_due) where thumbnails_due is not null and state = 1;

-- Images from before.
update attachment set thumbnails_due = at where state = 1 and width is not null;
