-- Read by store::mail::settle_mail.
-- Whoever began another attempt since has it.
UPDATE mails SET status = $4, due = $5, last_error = $6
WHERE org_id = $1 AND mail_id = $2 AND attempts = $3 AND status = 'pending'
