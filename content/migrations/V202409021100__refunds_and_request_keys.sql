-- Refunds, and the keys that make a repeated request harmless: support pressed the button twice in June.

CREATE TABLE refunds (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    payment_id uuid NOT NULL REFERENCES payments (id),
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    reason text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX refunds_payment_id_idx ON refunds (payment_id);

CREATE FUNCTION refuse_refund_above_payment() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    paid bigint;
    paid_currency text;
    refunded bigint;
BEGIN
    -- The row lock makes two refunds of one payment wait for each other. Without it both would see the old sum.
    SELECT p.amount_minor, p.currency INTO STRICT paid, paid_currency
    FROM payments AS p
    WHERE p.id = NEW.payment_id
    FOR UPDATE;

    SELECT coalesce(sum(r.amount_minor), 0) INTO refunded
    FROM refunds AS r
    WHERE r.payment_id = NEW.payment_id AND r.id <> NEW.id;

    IF NEW.currency <> paid_currency THEN
        RAISE EXCEPTION 'refund of payment % is in %, the payment was in %', NEW.payment_id, NEW.currency, paid_currency
            USING ERRCODE = 'check_violation';
    END IF;
    IF refunded + NEW.amount_minor > paid THEN
        RAISE EXCEPTION 'refunds of payment % would be % of %', NEW.payment_id, refunded + NEW.amount_minor, paid
            USING ERRCODE = 'check_violation', HINT = 'See table refunds for what was paid back already.';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER refunds_refuse_above_payment
    BEFORE INSERT OR UPDATE OF amount_minor, payment_id, currency ON refunds
    FOR EACH ROW EXECUTE FUNCTION refuse_refund_above_payment();

-- Kept for 48 hours; the retention job finds the old ones by their time.
CREATE TABLE request_keys (
    key text PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX request_keys_created_at_idx ON request_keys (created_at);
