-- Up to 300 characters on the packing slip. Nullable and without a default: no row is touched.

ALTER TABLE carts ADD COLUMN gift_note text;
