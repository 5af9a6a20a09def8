-- order_items by month of its order, as orders was in May. The months ahead are made by the job that makes those of
-- orders.

-- The valid check says IS NOT NULL, so this reads nothing.
ALTER TABLE order_items ALTER COLUMN order_created_at SET NOT NULL;
ALTER TABLE order_items
    DROP CONSTRAINT order_items_pkey,
    ADD CONSTRAINT order_items_pkey PRIMARY KEY USING INDEX order_items_id_order_created_at_key;

ALTER TABLE order_items RENAME TO order_items_until_2026_07;
ALTER TABLE order_items_until_2026_07 RENAME CONSTRAINT order_items_pkey TO order_items_until_2026_07_pkey;
ALTER INDEX order_items_order_id_idx RENAME TO order_items_until_2026_07_order_id_idx;

-- LIKE, because a partition must have its parent's types, and `quantity` is of a time when an integer was allowed.
CREATE TABLE order_items (
    LIKE order_items_until_2026_07,
    CONSTRAINT order_items_pkey PRIMARY KEY (id, order_created_at),
    CONSTRAINT order_items_quantity_check CHECK (quantity > 0),
    CONSTRAINT order_items_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT order_items_order_id_order_created_at_fkey
        FOREIGN KEY (order_id, order_created_at) REFERENCES orders (id, created_at)
) PARTITION BY RANGE (order_created_at);

CREATE INDEX order_items_order_id_idx ON order_items (order_id);

-- The old table's foreign key is valid and equal, so ATTACH takes it over and checks no row.
ALTER TABLE order_items
    ATTACH PARTITION order_items_until_2026_07
    FOR VALUES FROM (MINVALUE) TO ('2026-08-01 00:00+00');

CREATE TABLE order_items_2026_08 PARTITION OF order_items
    FOR VALUES FROM ('2026-08-01 00:00+00') TO ('2026-09-01 00:00+00');
CREATE TABLE order_items_2026_09 PARTITION OF order_items
    FOR VALUES FROM ('2026-09-01 00:00+00') TO ('2026-10-01 00:00+00');

COMMENT ON TABLE order_items IS 'One partition per month of the order, without a default partition.';
COMMENT ON COLUMN order_items.order_created_at IS 'orders.created_at of order_id: the second half of its key.';
