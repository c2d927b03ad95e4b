-- Read by store::queue::owned_parcels.
SELECT org_id, event_id, endpoint_id FROM deliveries WHERE owner = $1
