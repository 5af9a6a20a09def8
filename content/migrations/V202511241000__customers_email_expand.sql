-- `mail` was compared with capitals and all: 1,900 people have two accounts. The new column is what the address was
-- typed as, unique without regard to capitals. The accounts were merged by support until 21 November.
-- Step 1: both columns, kept the same by a trigger. Step 2 is the job fill-customers-email, 5,000 rows a time.

ALTER TABLE customers ADD COLUMN email text;

ALTER TABLE customers
    ADD CONSTRAINT customers_email_check
    CHECK (email IS NOT NULL AND position('@' IN email) > 1) NOT VALID;

CREATE FUNCTION sync_customer_email() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.mail IS DISTINCT FROM OLD.mail THEN
        NEW.email := NEW.mail;
    ELSIF NEW.email IS NULL THEN
        NEW.email := NEW.mail;
    ELSE
        NEW.mail := NEW.email;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER customers_sync_email
    BEFORE INSERT OR UPDATE OF mail, email ON customers
    FOR EACH ROW EXECUTE FUNCTION sync_customer_email();
