-- 31 GB on disk for 2 GB of carts, after the first clean-up in nine months. Once, at night, with the shop closed for
-- the move of the payment provider. VACUUM runs outside a transaction, which is why it is in this folder.

SET lock_timeout = '10s';
VACUUM (FULL, ANALYZE) carts;
