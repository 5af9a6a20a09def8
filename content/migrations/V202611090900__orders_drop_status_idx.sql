-- Not used for 90 days on any node, APAC's replicas among them: what is open is found by customer or by shop. 12 GB
-- over all partitions, written with each change of a status, which is why none of those was a HOT update.
-- DROP INDEX CONCURRENTLY refuses an index of a partitioned table, so this waits for ACCESS EXCLUSIVE on all
-- partitions, for 2 s at most, and is tried again.

SET lock_timeout = '2s';
SET statement_timeout = '30s';

DROP INDEX orders_status_idx;
