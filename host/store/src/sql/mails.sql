-- Read by store::mail::mails.
SELECT mail_id, status, attempts, due, last_error FROM mails WHERE org_id = $1 ORDER BY org_id, mail_id
