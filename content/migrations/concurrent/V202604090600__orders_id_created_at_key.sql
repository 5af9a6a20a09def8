-- ADR 0010, step 1: becomes the primary key of `orders`, so that the swap builds nothing. 3 h 10 min on the copy.

SET lock_timeout = 0;
SET statement_timeout = '8h';
SET maintenance_work_mem = '2GB';
CREATE UNIQUE INDEX CONCURRENTLY orders_id_created_at_key ON orders (id, created_at);
