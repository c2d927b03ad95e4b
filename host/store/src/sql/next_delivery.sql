-- Read by store::delivery::next_parcel.
SELECT min(due) AS at FROM deliveries WHERE status = 'pending' AND owner IS NULL AND pulled = 0
