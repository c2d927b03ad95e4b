-- Read by store::queue::give_back_parcels.
UPDATE deliveries SET owner = NULL WHERE org_id = $1 AND event_id = $2 AND endpoint_id = $3 AND owner = $4
