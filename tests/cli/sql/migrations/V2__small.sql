CREATE INDEX orders_b_idx ON orders (b);
CREATE TABLE "Lines" (id bigint);
