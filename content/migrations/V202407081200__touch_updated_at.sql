-- `updated_at` was set by the application, by three services in three ways, and by nobody in a console.

CREATE FUNCTION touch_updated_at() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- An update that changes nothing leaves the time alone, or every idempotent retry would look like a change.
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at := clock_timestamp();
    END IF;
    RETURN NEW;
END
$$;

-- One trigger per table that has the column; the catalogue knows them better than a list here would.
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT c.table_name
        FROM information_schema.columns AS c
        JOIN information_schema.tables AS t USING (table_schema, table_name)
        WHERE c.table_schema = 'public'
          AND c.column_name = 'updated_at'
          AND t.table_type = 'BASE TABLE'
        ORDER BY c.table_name
    LOOP
        EXECUTE format(
            'CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION touch_updated_at()',
            found.table_name || '_touch_updated_at', found.table_name
        );
    END LOOP;
END
$$;
