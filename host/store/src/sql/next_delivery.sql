-- Read by store::delivery::next_delivery.
SELECT min(due) AS at FROM deliveries WHERE status = 'pending' AND owner IS NULL
