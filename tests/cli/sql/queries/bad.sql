CREATE INDEX orders_c_idx ON orders (c);
SELEC 1;
