-- Goods that come back. The key is UUID v7 from the library, without a default (ADR 0012).
-- The foreign key locks `orders` for a moment, hence the limits.

SET lock_timeout = '2s';
SET statement_timeout = '30s';

CREATE TABLE returns (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    order_created_at timestamptz NOT NULL,
    reason text NOT NULL CHECK (reason IN ('damaged', 'late', 'unwanted', 'wrong_item')),
    is_refunded boolean NOT NULL DEFAULT false,
    received_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (order_id, order_created_at) REFERENCES orders (id, created_at)
);

-- Nobody else sees the table yet, so a plain build is right.
CREATE INDEX returns_order_id_order_created_at_idx ON returns (order_id, order_created_at);
-- The warehouse's list: what has arrived and waits for its money. A few hundred rows of all.
CREATE INDEX returns_received_at_unpaid_idx ON returns (received_at) WHERE NOT is_refunded;

CREATE TRIGGER returns_touch_updated_at
    BEFORE UPDATE ON returns
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

COMMENT ON TABLE returns IS 'One row per parcel that comes back. The money is in refunds.';
-- A return is closed, never deleted: the tax office asks for ten years.
REVOKE DELETE ON returns FROM orders_rw;
