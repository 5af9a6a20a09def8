-- Values that nobody reads yet.
SELECT 'nothing to undo';
