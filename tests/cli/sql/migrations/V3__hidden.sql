-- squawk-ignore require-concurrent-index-creation
CREATE INDEX orders_c_idx ON orders (c);
