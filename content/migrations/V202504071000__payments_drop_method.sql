-- Step 3 of 3. The backfill ended on 11 March, the last release that read `method` left on 18 March, and
-- pg_stat_statements has not seen the column since.

-- Reads the table beside reads and writes. What needs the strong lock comes after it, and takes milliseconds.
ALTER TABLE payments VALIDATE CONSTRAINT payments_method_code_check;
ALTER TABLE payments ALTER COLUMN method_code SET NOT NULL;

DROP TRIGGER payments_sync_method ON payments;
DROP FUNCTION sync_payment_method();
DROP PROCEDURE fill_payments_method_code(bigint);
-- squawk-ignore ban-drop-column
ALTER TABLE payments DROP COLUMN method;
DROP TYPE payment_method;
