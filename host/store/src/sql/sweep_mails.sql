-- Read by store::sweep::sweep.
-- Also what nobody could send in all that time.
DELETE FROM mails
WHERE (org_id, mail_id) IN (SELECT org_id, mail_id FROM mails WHERE due < $1 ORDER BY due LIMIT $2) AND due < $1
