-- The foreign keys are back, to both columns of the key. The backfill of order_created_at ended on 22 May.
-- NOT VALID works because only the side that is referred to is partitioned. That is why this comes before the swap of
-- order_items: a foreign key of a partitioned table cannot be NOT VALID.

ALTER TABLE invoices
    ADD CONSTRAINT invoices_order_id_order_created_at_fkey
    FOREIGN KEY (order_id, order_created_at) REFERENCES orders (id, created_at) NOT VALID;
ALTER TABLE order_items
    ADD CONSTRAINT order_items_order_id_order_created_at_fkey
    FOREIGN KEY (order_id, order_created_at) REFERENCES orders (id, created_at) NOT VALID;
ALTER TABLE payments
    ADD CONSTRAINT payments_order_id_order_created_at_fkey
    FOREIGN KEY (order_id, order_created_at) REFERENCES orders (id, created_at) NOT VALID;
ALTER TABLE shipments
    ADD CONSTRAINT shipments_order_id_order_created_at_fkey
    FOREIGN KEY (order_id, order_created_at) REFERENCES orders (id, created_at) NOT VALID;

-- order_items follows orders in July, in the same way.
ALTER TABLE order_items
    ADD CONSTRAINT order_items_order_created_at_range_check
    CHECK (order_created_at IS NOT NULL AND order_created_at < '2026-08-01 00:00+00') NOT VALID;
