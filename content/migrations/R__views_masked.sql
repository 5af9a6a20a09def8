-- What analysts read. Personal data is left out or cut down; the ids stay, so that rows can be joined.
-- A view of its owner's rights on purpose: orders_ro has none on the tables below.

SET lock_timeout = '2s';
SET statement_timeout = '30s';

CREATE OR REPLACE VIEW masked.customers AS
SELECT c.id,
       split_part(c.email, '@', 2) AS email_domain,
       c.created_at
FROM customers AS c;
COMMENT ON VIEW masked.customers IS 'Without names, addresses and telephone numbers.';

CREATE OR REPLACE VIEW masked.orders AS
SELECT o.id,
       o.created_at,
       o.customer_id,
       o.shop_id,
       o.status,
       o.total_minor,
       o.currency
FROM orders AS o;
COMMENT ON VIEW masked.orders IS 'Pass a range of created_at, or every month is read.';

CREATE OR REPLACE VIEW masked.invoices AS
SELECT i.id,
       i.number,
       i.order_id,
       i.shop_id,
       i.total_minor,
       i.currency,
       i.issued_on,
       i.paid_at
FROM invoices AS i;

GRANT SELECT ON masked.customers, masked.orders, masked.invoices TO orders_ro;
