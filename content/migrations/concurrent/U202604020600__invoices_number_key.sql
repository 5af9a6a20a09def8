SET lock_timeout = 0;
SET statement_timeout = '10min';
DROP INDEX CONCURRENTLY invoices_number_key;
