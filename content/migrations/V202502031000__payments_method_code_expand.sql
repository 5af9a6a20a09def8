-- Wallets come in April. A value of an enum cannot be taken back, and providers come and go: text with a CHECK.
-- Step 1 of 3: the new column, beside the old one. Either release may write, the trigger fills the other column.

ALTER TABLE payments ADD COLUMN method_code text;

-- IS NOT NULL is part of it: once valid, SET NOT NULL need not read the table.
ALTER TABLE payments
    ADD CONSTRAINT payments_method_code_check
    CHECK (method_code IS NOT NULL AND method_code IN ('card', 'invoice', 'transfer', 'wallet')) NOT VALID;

CREATE FUNCTION sync_payment_method() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.method_code IS NULL THEN
        NEW.method_code := NEW.method::text;
    ELSIF NEW.method IS NULL THEN
        -- 'wallet' has no old name. The release that knows it no longer reads the old column.
        NEW.method := CASE NEW.method_code WHEN 'wallet' THEN 'card' ELSE NEW.method_code END::payment_method;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER payments_sync_method
    BEFORE INSERT OR UPDATE ON payments
    FOR EACH ROW EXECUTE FUNCTION sync_payment_method();
