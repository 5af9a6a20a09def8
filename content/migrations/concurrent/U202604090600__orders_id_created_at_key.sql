-- IF EXISTS: if it has been the primary key meanwhile, it went when that was undone.
SET lock_timeout = 0;
SET statement_timeout = '30min';
DROP INDEX CONCURRENTLY IF EXISTS orders_id_created_at_key;
