-- Read by store::group::write.
-- $1 is an arena of bytes: for each entry, from `place` on, its facts, chain (32), digest (32), append id (16) and payload.
INSERT INTO events (org_id, run_id, seq, at, facts, digest, chain, append_id, line)
SELECT
    e.value ->> 'org_id', e.value ->> 'run_id', e.value ->> 'seq', e.value ->> 'at',
    CAST(substr($1, e.value ->> 'place', e.value ->> 'facts') AS TEXT),
    CASE WHEN e.value ->> 'sealed' > 0 THEN substr($1, (e.value ->> 'place') + (e.value ->> 'facts') + 32, 32) END,
    substr($1, (e.value ->> 'place') + (e.value ->> 'facts'), 32),
    CASE WHEN e.value ->> 'first' THEN substr($1, (e.value ->> 'place') + (e.value ->> 'facts') + 64, 16) END,
    e.value ->> 'line'
FROM jsonb_each($2) AS e;

INSERT INTO payloads (org_id, run_id, seq, sealed)
SELECT
    e.value ->> 'org_id', e.value ->> 'run_id', e.value ->> 'seq',
    substr($1, (e.value ->> 'place') + (e.value ->> 'facts') + 80, e.value ->> 'sealed')
FROM jsonb_each($2) AS e
WHERE e.value ->> 'sealed' > 0;

INSERT INTO runs (
    org_id, run_id, mode, thread_id, key_id, workflow, retry_of, created_at,
    status, status_reason, head, chain, credits_used, started_at, completed_at
)
SELECT
    r.value ->> 'org_id', r.value ->> 'run_id', r.value ->> 'mode', r.value ->> 'thread_id', r.value ->> 'key_id',
    r.value ->> 'workflow', r.value ->> 'retry_of', r.value ->> 'created_at',
    r.value ->> 'status', r.value ->> 'status_reason', r.value ->> 'head', substr($1, r.value ->> 'chain', 32),
    r.value ->> 'credits_used', r.value ->> 'started_at', r.value ->> 'completed_at'
FROM jsonb_each($3) AS r;

UPDATE runs SET
    status = r.value ->> 'status', status_reason = r.value ->> 'status_reason', head = r.value ->> 'head',
    chain = substr($1, r.value ->> 'chain', 32), credits_used = r.value ->> 'credits_used',
    started_at = r.value ->> 'started_at', completed_at = r.value ->> 'completed_at'
FROM jsonb_each($4) AS r
WHERE runs.org_id = r.value ->> 'org_id' AND runs.run_id = r.value ->> 'run_id';

INSERT INTO threads (org_id, thread_id, mode, wrapped_key, created_at)
SELECT
    t.value ->> 'org_id', t.value ->> 'thread_id', t.value ->> 'mode',
    substr($1, t.value ->> 'place', t.value ->> 'length'), t.value ->> 'created_at'
FROM jsonb_each($5) AS t;

INSERT INTO idempotency_keys (org_id, mode, idempotency_key, fingerprint, run_id)
SELECT i.value ->> 'org_id', i.value ->> 'mode', i.value ->> 'key', substr($1, i.value ->> 'fingerprint', 32), i.value ->> 'run_id'
FROM jsonb_each($6) AS i
WHERE true
-- Bound again: what it stood for was interrupted.
ON CONFLICT (org_id, mode, idempotency_key) DO UPDATE SET run_id = excluded.run_id;

INSERT INTO ledger (org_id, mode, line, kind, run_id, seq, call_id, check_name, amount, balance, at)
SELECT
    l.value ->> 'org_id', l.value ->> 'mode', l.value ->> 'line', 'debit', l.value ->> 'run_id', l.value ->> 'seq',
    l.value ->> 'call_id', l.value ->> 'check_name', l.value ->> 'amount', l.value ->> 'balance', l.value ->> 'at'
FROM jsonb_each($7) AS l;

UPDATE accounts SET used = w.value ->> 'used', lines = w.value ->> 'lines'
FROM jsonb_each($8) AS w
WHERE accounts.org_id = w.value ->> 'org_id' AND accounts.mode = w.value ->> 'mode';

INSERT INTO wakeups (org_id, run_id, due, owner, attempts)
SELECT w.value ->> 'org_id', w.value ->> 'run_id', w.value ->> 'due', w.value ->> 'owner', 0
FROM jsonb_each($9) AS w;

UPDATE wakeups SET
    due = w.value ->> 'due', attempts = 0,
    owner = CASE WHEN w.value ->> 'keep' THEN wakeups.owner ELSE w.value ->> 'owner' END
FROM jsonb_each($10) AS w
WHERE wakeups.org_id = w.value ->> 'org_id' AND wakeups.run_id = w.value ->> 'run_id';

DELETE FROM wakeups
WHERE (org_id, run_id) IN (SELECT w.value ->> 'org_id', w.value ->> 'run_id' FROM jsonb_each($11) AS w);

INSERT INTO nodes (node, lease_until)
SELECT n.value ->> 'node', n.value ->> 'lease_until'
FROM jsonb_each($12) AS n
WHERE true
ON CONFLICT (node) DO UPDATE SET lease_until = max(lease_until, excluded.lease_until);

UPDATE keys SET window_began = k.value ->> 'began', window_count = k.value ->> 'count'
FROM jsonb_each($13) AS k
WHERE keys.org_id = k.value ->> 'org_id' AND keys.key_id = k.value ->> 'key_id';

INSERT INTO deliveries (org_id, event_id, endpoint_id, event_type, run_id, seq, created_at, status, attempts, due, pulled)
SELECT
    d.value ->> 'org_id', d.value ->> 'event_id', e.endpoint_id, d.value ->> 'event_type', d.value ->> 'run_id', d.value ->> 'seq',
    d.value ->> 'at', 'pending', 0, d.value ->> 'at', CASE WHEN e.pulled_at IS NULL THEN 0 ELSE 1 END
FROM jsonb_each($14) AS d
CROSS JOIN endpoints AS e ON e.org_id = d.value ->> 'org_id'
WHERE e.mode = d.value ->> 'mode' AND e.is_active = 1
    AND (e.event_types IS NULL OR instr(e.event_types, ' ' || (d.value ->> 'event_type') || ' ') > 0);

INSERT INTO answers (org_id, question, thread_id, run_id, seq, at)
SELECT
    q.value ->> 'org_id', substr($1, q.value ->> 'question', 32), q.value ->> 'thread_id', q.value ->> 'run_id', q.value ->> 'seq',
    q.value ->> 'at'
FROM jsonb_each($15) AS q
WHERE true
ON CONFLICT (org_id, question) DO UPDATE
SET thread_id = excluded.thread_id, run_id = excluded.run_id, seq = excluded.seq, at = excluded.at
WHERE at <= excluded.at;

COMMIT;
