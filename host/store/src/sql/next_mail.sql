-- Read by store::mail::next_mail.
SELECT min(due) AS at FROM mails WHERE status = 'pending'
