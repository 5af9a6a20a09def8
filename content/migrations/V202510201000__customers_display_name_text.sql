-- A company from Wales does not fit into 80 characters. varchar to text changes the catalogue and no row, and no index
-- or view is on the column: 3 ms under the lock on last night's copy.

ALTER TABLE customers ALTER COLUMN display_name TYPE text;
