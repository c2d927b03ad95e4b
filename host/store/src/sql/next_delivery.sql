-- Read by store::queue::next_parcel.
-- What is to go to an endpoint that was removed goes nowhere.
SELECT min(d.due) AS at FROM deliveries AS d
WHERE d.status = 'pending' AND d.owner IS NULL AND d.pulled = 0
    AND NOT EXISTS (
        SELECT 1 FROM endpoints AS e
        WHERE e.org_id = d.org_id AND e.endpoint_id = d.endpoint_id AND e.removed_at IS NOT NULL
    )
