-- ADR 0010, step 2 (CHG-101): `orders` gets the key of the partitioned table, and a check that proves where its rows
-- belong. Nobody's rows are read.

-- A foreign key follows the table, not its name: after the swap these would point at the first partition alone, and
-- refuse every order of June. They come back with both columns when the swap is done.
ALTER TABLE invoices DROP CONSTRAINT invoices_order_id_fkey;
ALTER TABLE order_items DROP CONSTRAINT order_items_order_id_fkey;
ALTER TABLE payments DROP CONSTRAINT payments_order_id_fkey;
ALTER TABLE shipments DROP CONSTRAINT shipments_order_id_fkey;

-- The index of 9 April is the new key. From here `id` alone is unique because the application makes it so.
ALTER TABLE orders
    DROP CONSTRAINT orders_pkey,
    ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_id_created_at_key;

-- With this valid, ATTACH PARTITION need not look at 610 million rows. If the swap slips into June it must be made
-- anew with a later day.
ALTER TABLE orders
    ADD CONSTRAINT orders_created_at_range_check
    CHECK (created_at IS NOT NULL AND created_at < '2026-06-01 00:00+00') NOT VALID;
