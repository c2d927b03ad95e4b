-- Read by store::recall::forget_answers.
DELETE FROM answers WHERE org_id = $1 AND thread_id = $2 AND thread_id <> ''
