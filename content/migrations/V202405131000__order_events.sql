-- What happened to an order, and when. Written by a trigger, so that it is complete whoever changes the row.
-- No foreign key: the log outlives the order that it speaks of.

CREATE TABLE order_events (
    id bigserial PRIMARY KEY,
    order_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('created', 'status', 'imported')),
    old_status text,
    new_status text,
    payload jsonb NOT NULL DEFAULT '{}',
    occurred_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX order_events_order_id_occurred_at_idx ON order_events (order_id, occurred_at);
COMMENT ON TABLE order_events IS 'Append-only. Corrections are new rows.';

-- Append-only means that the application cannot do otherwise.
REVOKE UPDATE, DELETE ON order_events FROM orders_rw;

-- The monolith's events arrive here in nightly batches until it is switched off.
CREATE TABLE order_events_staging (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line jsonb NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION record_order_event() RETURNS trigger
LANGUAGE plpgsql
-- Runs as its owner: orders_rw may insert orders, and only this may say what was inserted.
SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO order_events (order_id, kind, new_status)
        VALUES (NEW.id, 'created', NEW.status);
    ELSIF NEW.status IS DISTINCT FROM OLD.status THEN
        INSERT INTO order_events (order_id, kind, old_status, new_status)
        VALUES (NEW.id, 'status', OLD.status, NEW.status);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER orders_record_event
    AFTER INSERT OR UPDATE OF status ON orders
    FOR EACH ROW EXECUTE FUNCTION record_order_event();
