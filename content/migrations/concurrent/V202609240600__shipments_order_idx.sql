-- DBA-210: foreign keys older than rule IDX-3. Retention of orders will delete the parents of these.

SET lock_timeout = 0;
SET statement_timeout = '4h';
CREATE INDEX CONCURRENTLY shipments_order_id_order_created_at_idx ON shipments (order_id, order_created_at);
