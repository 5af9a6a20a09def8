-- Becomes the primary key of the partitioned order_items on 12 July.

SET lock_timeout = 0;
SET statement_timeout = '8h';
SET maintenance_work_mem = '2GB';
CREATE UNIQUE INDEX CONCURRENTLY order_items_id_order_created_at_key ON order_items (id, order_created_at);
