-- Read by store::mail::write_mails.
INSERT INTO mails (org_id, mail_id, sealed, created_at, status, attempts, due) VALUES ($1, $2, $3, $4, 'pending', 0, $4)
