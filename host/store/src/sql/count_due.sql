-- Read by store::look::nodes.
-- Across all organisations, like the queue itself.
SELECT COUNT(*) AS runs, MIN(due) AS since FROM wakeups WHERE owner IS NULL AND due <= $1
