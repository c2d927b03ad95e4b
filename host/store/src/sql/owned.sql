-- Read by store::claim::owned.
SELECT org_id, run_id FROM wakeups WHERE owner = $1
