-- ADR 0010: orders will be partitioned by `created_at`, which becomes part of its key. What refers to an order must
-- carry both columns. The application writes it from release 4.1 on; old rows are filled by a job, table by table,
-- until May. In the order of the tables' names, as everywhere, so that two migrations cannot wait for each other.

ALTER TABLE invoices ADD COLUMN order_created_at timestamptz;
ALTER TABLE order_items ADD COLUMN order_created_at timestamptz;
ALTER TABLE payments ADD COLUMN order_created_at timestamptz;
ALTER TABLE shipments ADD COLUMN order_created_at timestamptz;

COMMENT ON COLUMN invoices.order_created_at IS 'orders.created_at of order_id: the second half of its key.';
COMMENT ON COLUMN order_items.order_created_at IS 'orders.created_at of order_id: the second half of its key.';
COMMENT ON COLUMN payments.order_created_at IS 'orders.created_at of order_id: the second half of its key.';
COMMENT ON COLUMN shipments.order_created_at IS 'orders.created_at of order_id: the second half of its key.';
