-- Read by store::queue::release_parcels.
UPDATE deliveries SET owner = NULL WHERE owner = $1
