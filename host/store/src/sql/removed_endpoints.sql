-- Read by store::sweep::sweep.
SELECT e.endpoint_id FROM endpoints AS e
WHERE e.removed_at IS NOT NULL
    AND EXISTS (
        SELECT 1 FROM deliveries AS d
        WHERE d.org_id = e.org_id AND d.endpoint_id = e.endpoint_id AND d.endpoint_id <> ''
    )
LIMIT 1
