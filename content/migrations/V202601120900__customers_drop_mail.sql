-- Step 3: nothing has read `mail` since the release of 15 December. Its unique index goes with it.

ALTER TABLE customers VALIDATE CONSTRAINT customers_email_check;
ALTER TABLE customers ALTER COLUMN email SET NOT NULL;

DROP TRIGGER customers_sync_email ON customers;
DROP FUNCTION sync_customer_email();
ALTER TABLE customers DROP COLUMN mail;
