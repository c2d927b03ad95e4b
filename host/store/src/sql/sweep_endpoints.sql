-- Read by store::sweep::sweep.
DELETE FROM endpoints
WHERE removed_at IS NOT NULL AND removed_at < $1
    AND NOT EXISTS (
        SELECT 1 FROM deliveries AS d
        WHERE d.org_id = endpoints.org_id AND d.endpoint_id = endpoints.endpoint_id AND d.endpoint_id <> ''
    )
