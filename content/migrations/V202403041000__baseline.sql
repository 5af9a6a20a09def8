-- orders-db as the shop's monolith left it at the cut-over of 3 March 2024.
--
-- Roles and default privileges come from Terraform: orders_owner owns all of this (Flyway says SET ROLE first),
-- orders_rw gets rows of every new table, orders_ro nothing but the views in `masked`.
-- Keys are UUID v4 made by the application (ADR 0006); the default is a net for whoever forgets.

CREATE SCHEMA masked;
COMMENT ON SCHEMA masked IS 'What analysts and support may read. No personal data, no base tables.';
GRANT USAGE ON SCHEMA masked TO orders_ro;

CREATE TABLE shops (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The limits are the monolith's. Its mail column was 254, and nobody dared to find out what depends on it.
CREATE TABLE customers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    mail varchar(254) NOT NULL,
    display_name varchar(80),
    phone varchar(40),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE addresses (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id uuid NOT NULL REFERENCES customers (id),
    line_1 text NOT NULL,
    line_2 text,
    postcode text NOT NULL,
    city text NOT NULL,
    country text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE carts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    -- Null until the visitor logs in.
    customer_id uuid REFERENCES customers (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE cart_items (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cart_id uuid NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
    sku text NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    added_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id uuid NOT NULL REFERENCES customers (id),
    shop_id bigint NOT NULL REFERENCES shops (id),
    status text NOT NULL DEFAULT 'open'
        CHECK (status IN ('open', 'paid', 'shipped', 'delivered', 'cancelled', 'archived')),
    total_minor bigint NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN orders.total_minor IS 'In the smallest unit of `currency`: cents, or whole yen.';

-- The number that customers see. It stands apart so that it stays unique whatever becomes of `orders`: a unique
-- constraint on a partitioned or sharded table would have to contain the partition key.
CREATE TABLE order_numbers (
    number text PRIMARY KEY,
    order_id uuid NOT NULL
);

CREATE TABLE order_items (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    order_id uuid NOT NULL REFERENCES orders (id),
    sku text NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    price_minor bigint NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$')
);

CREATE TYPE payment_method AS ENUM ('card', 'invoice', 'transfer');

CREATE TABLE payments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    order_id uuid NOT NULL REFERENCES orders (id),
    method payment_method NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    captured_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE shipments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    weight_grams bigint,
    is_insured boolean NOT NULL DEFAULT false,
    shipped_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE SEQUENCE invoice_numbers;

CREATE TABLE invoices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number bigint NOT NULL DEFAULT nextval('invoice_numbers'),
    order_id uuid NOT NULL REFERENCES orders (id),
    shop_id bigint NOT NULL REFERENCES shops (id),
    total_minor bigint NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    issued_on date NOT NULL DEFAULT current_date,
    paid_at timestamptz
);
