-- Read by store::queue::take_over_parcels.
UPDATE deliveries SET owner = NULL
WHERE owner IN (SELECT node FROM nodes WHERE lease_until <= $1) AND owner IS NOT NULL AND pulled = 0
