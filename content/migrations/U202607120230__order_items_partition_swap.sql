-- Until 1 August only, while every row is in the first partition. The old primary key is built again under the lock:
-- in production build it CONCURRENTLY first, and write USING INDEX here.
ALTER TABLE order_items DETACH PARTITION order_items_until_2026_07;
DROP TABLE order_items;

ALTER TABLE order_items_until_2026_07 RENAME TO order_items;
ALTER INDEX order_items_until_2026_07_order_id_idx RENAME TO order_items_order_id_idx;
ALTER TABLE order_items
    DROP CONSTRAINT order_items_until_2026_07_pkey,
    ADD CONSTRAINT order_items_pkey PRIMARY KEY (id);
ALTER TABLE order_items ALTER COLUMN order_created_at DROP NOT NULL;
CREATE UNIQUE INDEX order_items_id_order_created_at_key ON order_items (id, order_created_at);
