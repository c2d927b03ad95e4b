-- Read by store::mail::claim_mails.
-- The conditions stand twice because PostgreSQL, having waited for another claim, looks at those outside alone.
UPDATE mails SET due = $2, attempts = attempts + 1, last_error = NULL
WHERE status = 'pending' AND due <= $1
    AND (org_id, mail_id) IN (SELECT org_id, mail_id FROM mails WHERE status = 'pending' AND due <= $1 ORDER BY due LIMIT $3)
RETURNING org_id, mail_id, sealed, attempts
