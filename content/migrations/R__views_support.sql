-- One order at a glance, for support. Joined by both columns of the key, so that one partition is touched.

SET lock_timeout = '2s';
SET statement_timeout = '30s';

CREATE OR REPLACE VIEW support_orders AS
SELECT o.id,
       o.created_at,
       n.number,
       o.status,
       o.total_minor,
       o.currency,
       p.paid_minor,
       s.last_shipped_at
FROM orders AS o
LEFT JOIN order_numbers AS n ON n.order_id = o.id
LEFT JOIN LATERAL (
    SELECT sum(p.amount_minor) AS paid_minor
    FROM payments AS p
    WHERE p.order_id = o.id AND p.captured_at IS NOT NULL
) AS p ON true
LEFT JOIN LATERAL (
    SELECT max(s.shipped_at) AS last_shipped_at
    FROM shipments AS s
    WHERE s.order_id = o.id AND s.order_created_at = o.created_at
) AS s ON true;

COMMENT ON VIEW support_orders IS 'For one order, by id and created_at. Not for reports.';
GRANT SELECT ON support_orders TO orders_ro;
