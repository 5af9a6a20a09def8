SET lock_timeout = 0;
SET statement_timeout = '10min';
DROP INDEX CONCURRENTLY shipments_order_id_order_created_at_idx;
