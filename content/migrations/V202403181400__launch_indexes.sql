-- The indexes of the monolith, with the names that they had there. Traffic comes on 25 March; until then the tables
-- hold a test shop, and a plain build takes no longer than its catalogue entry.

CREATE UNIQUE INDEX customers_mail_key ON customers (mail);

-- The list of a customer's orders, newest first.
CREATE INDEX idx_orders_1 ON orders (customer_id, created_at);
CREATE INDEX idx_orders_shop ON orders (shop_id);
CREATE INDEX idx_orders_status ON orders (status);
CREATE INDEX orders_created_at_idx ON orders (created_at);

CREATE INDEX order_items_order_id_idx ON order_items (order_id);
CREATE INDEX payments_order_id_idx ON payments (order_id);
CREATE INDEX invoices_order_id_idx ON invoices (order_id);
CREATE INDEX invoices_shop_id_issued_on_idx ON invoices (shop_id, issued_on);
