-- REFRESH MATERIALIZED VIEW CONCURRENTLY compares old and new rows by a unique index without a condition.

SET lock_timeout = 0;
SET statement_timeout = '1h';
CREATE UNIQUE INDEX CONCURRENTLY daily_sales_issued_on_shop_id_currency_key
    ON daily_sales (issued_on, shop_id, currency);
