-- Beside reads and writes; on `orders` a validation takes ROW SHARE only. order_items is the long one, 1 h 40 min.

ALTER TABLE invoices VALIDATE CONSTRAINT invoices_order_id_order_created_at_fkey;
ALTER TABLE order_items VALIDATE CONSTRAINT order_items_order_id_order_created_at_fkey;
ALTER TABLE order_items VALIDATE CONSTRAINT order_items_order_created_at_range_check;
ALTER TABLE payments VALIDATE CONSTRAINT payments_order_id_order_created_at_fkey;
ALTER TABLE shipments VALIDATE CONSTRAINT shipments_order_id_order_created_at_fkey;
