CREATE INDEX orders_a_idx ON orders (a);
