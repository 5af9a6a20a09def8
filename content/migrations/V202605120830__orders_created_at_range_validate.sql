-- SHARE UPDATE EXCLUSIVE: reads and writes go on, vacuum of the table waits. 51 minutes.

ALTER TABLE orders VALIDATE CONSTRAINT orders_created_at_range_check;
