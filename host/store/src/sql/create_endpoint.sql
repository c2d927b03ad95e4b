-- Read by store::endpoint::create_endpoint.
INSERT INTO endpoints (org_id, endpoint_id, mode, url, event_types, scheme, secret, is_active, created_at, pulled_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)
