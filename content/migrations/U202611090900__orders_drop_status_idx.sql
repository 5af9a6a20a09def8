-- Builds under SHARE, partition by partition. In production: ON ONLY, then CONCURRENTLY for each, then ATTACH.
SET lock_timeout = '2s';
SET statement_timeout = '1h';
CREATE INDEX orders_status_idx ON orders (status);
