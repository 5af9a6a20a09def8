-- Empty months do no harm, and those that are not empty must not go.
SELECT 'nothing to undo';
