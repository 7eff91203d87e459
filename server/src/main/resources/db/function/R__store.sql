-- Names the store for cursors: another after a restore into another cluster, after the xids were stamped anew, and after a
-- failover (which begins a timeline, and may have lost commits).
create or replace function store_incarnation() returns text
    language sql stable
    return (select left(encode(sha256(convert_to(
                concat_ws('/', cluster, generation, left(pg_walfile_name(pg_current_wal_lsn()), 8)), 'UTF8')), 'hex'), 12)
            from store);
