-- Sales per day and shop, for the morning report. It is refreshed at 04:30 UTC by the batch job, CONCURRENTLY, which
-- needs the unique index that the next file builds.

CREATE MATERIALIZED VIEW daily_sales AS
SELECT i.issued_on,
       i.shop_id,
       i.currency,
       count(i.id) AS invoices,
       sum(i.total_minor) AS total_minor
FROM invoices AS i
GROUP BY i.issued_on, i.shop_id, i.currency;

COMMENT ON MATERIALIZED VIEW daily_sales IS 'By date of invoice. Up to a day old; corrections of past days come in at the next refresh.';
GRANT SELECT ON daily_sales TO orders_ro;
