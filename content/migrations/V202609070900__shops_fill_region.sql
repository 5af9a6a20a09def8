-- Step 2 of 3: 2,100 rows, so it is a migration and no job.

SET lock_timeout = '2s';
SET statement_timeout = '30s';

UPDATE shops
SET region = CASE
        WHEN country IN ('US', 'CA', 'MX', 'BR', 'CO') THEN 'amer'
        WHEN country IN ('SG', 'JP', 'IN', 'AU', 'NZ') THEN 'apac'
        ELSE 'emea'
    END
WHERE region IS NULL;
