-- The backfill ended on 4 December. If this fails on a duplicate, drop the invalid index, merge the two accounts, and
-- run it again.

SET lock_timeout = 0;
SET statement_timeout = '2h';
CREATE UNIQUE INDEX CONCURRENTLY customers_email_key ON customers (lower(email));
