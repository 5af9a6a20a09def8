-- In the night of 17 March two primaries gave out 211 invoice numbers twice, and nothing in the database minded. The
-- 211 were numbered anew by 27 March, with a letter to each customer. From here on a second one is refused.

SET lock_timeout = 0;
SET statement_timeout = '2h';
CREATE UNIQUE INDEX CONCURRENTLY invoices_number_key ON invoices (number);
