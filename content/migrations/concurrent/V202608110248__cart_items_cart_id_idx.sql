-- CHG-112, as it was run with psql in the night of 11 August and recorded here afterwards: each cart that was deleted
-- read all of cart_items. The first try had lock_timeout = '2s', gave up behind a report, and left an invalid index.
-- The waits of a concurrent build are waits for locks, and hold up nobody.

SET lock_timeout = 0;
SET statement_timeout = '2h';
SET maintenance_work_mem = '2GB';
CREATE INDEX CONCURRENTLY cart_items_cart_id_idx ON cart_items (cart_id);
