-- Step 2 of 3: the old rows, 44 million of them, are filled by a job that calls this, outside a transaction.
-- It walks along the key, so that no batch reads past what is done.

CREATE PROCEDURE fill_payments_method_code(batch bigint DEFAULT 5000)
LANGUAGE plpgsql
AS $$
DECLARE
    last_id uuid := '00000000-0000-0000-0000-000000000000';
    next_id uuid;
BEGIN
    LOOP
        SELECT b.id INTO next_id
        FROM (SELECT p.id FROM payments AS p WHERE p.id > last_id ORDER BY p.id LIMIT batch) AS b
        ORDER BY b.id DESC LIMIT 1;
        EXIT WHEN next_id IS NULL;
        UPDATE payments SET method_code = method::text
        WHERE id > last_id AND id <= next_id AND method_code IS NULL;
        last_id := next_id;
        COMMIT;
        -- Replicas and autovacuum get their turn.
        PERFORM pg_sleep(0.2);
    END LOOP;
END
$$;
