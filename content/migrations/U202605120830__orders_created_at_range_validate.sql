-- A constraint that is valid does no harm.
SELECT 'nothing to undo';
