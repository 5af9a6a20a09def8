ALTER TABLE shipments DROP COLUMN order_created_at;
ALTER TABLE payments DROP COLUMN order_created_at;
ALTER TABLE order_items DROP COLUMN order_created_at;
ALTER TABLE invoices DROP COLUMN order_created_at;
