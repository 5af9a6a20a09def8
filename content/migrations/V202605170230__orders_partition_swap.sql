-- ADR 0010, step 3 (CHG-101): the table of today becomes the first partition of a new `orders`. Catalogue entries
-- only, all in this transaction. The runner sets lock_timeout to 2 s and tries ten times.

ALTER TABLE orders RENAME TO orders_until_2026_05;
ALTER TABLE orders_until_2026_05 RENAME CONSTRAINT orders_pkey TO orders_until_2026_05_pkey;

-- The parent takes the good names.
ALTER INDEX idx_orders_1 RENAME TO orders_until_2026_05_customer_id_created_at_idx;
ALTER INDEX idx_orders_shop RENAME TO orders_until_2026_05_shop_id_idx;
ALTER INDEX idx_orders_status RENAME TO orders_until_2026_05_status_idx;
ALTER INDEX orders_created_at_idx RENAME TO orders_until_2026_05_created_at_idx;

-- A trigger of the parent is made on each partition, and refused where its name is taken.
DROP TRIGGER orders_record_event ON orders_until_2026_05;
DROP TRIGGER orders_touch_updated_at ON orders_until_2026_05;

-- No default for `id`: the library makes it (ADR 0012), and a row without one is a bug that must fail.
-- Constraints are named, because PostgreSQL would pass over the names of the old table's, and ATTACH looks for checks
-- by name.
CREATE TABLE orders (
    id uuid NOT NULL,
    customer_id uuid NOT NULL CONSTRAINT orders_customer_id_fkey REFERENCES customers (id),
    shop_id bigint NOT NULL CONSTRAINT orders_shop_id_fkey REFERENCES shops (id),
    status text NOT NULL DEFAULT 'open' CONSTRAINT orders_status_check
        CHECK (status IN ('open', 'paid', 'shipped', 'delivered', 'cancelled', 'archived')),
    total_minor bigint NOT NULL,
    currency text NOT NULL CONSTRAINT orders_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT orders_pkey PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);

COMMENT ON TABLE orders IS 'One partition per month, without a default partition: a row without a home fails.';
COMMENT ON COLUMN orders.total_minor IS 'In the smallest unit of `currency`: cents, or whole yen.';

-- ATTACH finds the partition's own indexes and foreign keys equal to these, and builds none.
CREATE INDEX orders_customer_id_created_at_idx ON orders (customer_id, created_at);
CREATE INDEX orders_shop_id_idx ON orders (shop_id);
CREATE INDEX orders_status_idx ON orders (status);
CREATE INDEX orders_created_at_idx ON orders (created_at);

ALTER TABLE orders
    ATTACH PARTITION orders_until_2026_05
    FOR VALUES FROM (MINVALUE) TO ('2026-06-01 00:00+00');

CREATE TABLE orders_2026_06 PARTITION OF orders
    FOR VALUES FROM ('2026-06-01 00:00+00') TO ('2026-07-01 00:00+00');
CREATE TABLE orders_2026_07 PARTITION OF orders
    FOR VALUES FROM ('2026-07-01 00:00+00') TO ('2026-08-01 00:00+00');
CREATE TABLE orders_2026_08 PARTITION OF orders
    FOR VALUES FROM ('2026-08-01 00:00+00') TO ('2026-09-01 00:00+00');
CREATE TABLE orders_2026_09 PARTITION OF orders
    FOR VALUES FROM ('2026-09-01 00:00+00') TO ('2026-10-01 00:00+00');

CREATE TRIGGER orders_record_event
    AFTER INSERT OR UPDATE OF status ON orders
    FOR EACH ROW EXECUTE FUNCTION record_order_event();
CREATE TRIGGER orders_touch_updated_at
    BEFORE UPDATE ON orders
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
