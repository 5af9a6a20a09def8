-- What dashboards ask of the catalogue. No rows of anybody.

SET lock_timeout = '2s';
SET statement_timeout = '30s';

-- The alert "fewer than two future months" (ADR 0010) counts these.
CREATE OR REPLACE VIEW ops_partitions AS
SELECT parent.relname AS table_name,
       child.relname AS partition_name,
       pg_get_expr(child.relpartbound, child.oid) AS bounds,
       child.reltuples::bigint AS rows_estimated
FROM pg_inherits AS i
JOIN pg_class AS parent ON parent.oid = i.inhparent
JOIN pg_class AS child ON child.oid = i.inhrelid
WHERE parent.relkind = 'p';
COMMENT ON VIEW ops_partitions IS 'Partitions of tables, with their bounds.';

-- Foreign keys whose columns are not the first ones of any index: DBA-210 empties this by 18 December.
CREATE OR REPLACE VIEW ops_foreign_keys_without_index AS
SELECT c.conrelid::regclass AS table_name,
       c.conname AS constraint_name,
       pg_relation_size(c.conrelid) AS table_bytes
FROM pg_constraint AS c
WHERE c.contype = 'f'
  AND c.conparentid = 0
  AND NOT EXISTS (
      SELECT 1
      FROM pg_index AS i
      WHERE i.indrelid = c.conrelid
        AND i.indisvalid
        AND i.indpred IS NULL
        AND (i.indkey::smallint[])[0:cardinality(c.conkey) - 1] @> c.conkey
  );
COMMENT ON VIEW ops_foreign_keys_without_index IS 'See standard IDX-3.';

GRANT SELECT ON ops_partitions, ops_foreign_keys_without_index TO ops_read;
