-- Where an order was placed. On the parent, so every partition has it; no row of any is read.

SET lock_timeout = '2s';
SET statement_timeout = '30s';

ALTER TABLE orders ADD COLUMN channel text;

ALTER TABLE orders
    ADD CONSTRAINT orders_channel_check
    CHECK (channel IN ('web', 'app', 'partner')) NOT VALID;

COMMENT ON COLUMN orders.channel IS 'Null for orders from before release 4.11.';
