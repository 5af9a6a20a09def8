-- Which region answers for a shop. Step 1 of 3; releases from 4.9 on write it.
-- The first file that brings its own limits: in August they were a setting of the role, and the role had been renewed.

SET lock_timeout = '2s';
SET statement_timeout = '30s';

ALTER TABLE shops ADD COLUMN region text;

ALTER TABLE shops
    ADD CONSTRAINT shops_region_check CHECK (region IN ('emea', 'amer', 'apac')) NOT VALID;
