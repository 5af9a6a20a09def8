SET lock_timeout = 0;
SET statement_timeout = '30min';
DROP INDEX CONCURRENTLY IF EXISTS order_items_id_order_created_at_key;
