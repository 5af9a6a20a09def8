-- Each partition is read, beside reads and writes.

SET lock_timeout = '2s';
SET statement_timeout = '30min';

ALTER TABLE orders VALIDATE CONSTRAINT orders_channel_check;
