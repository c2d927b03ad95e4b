-- Read by store::group::write.
-- $1 is an arena of bytes: for each entry, from `place` on, its facts, chain (32), digest (32), append id (16) and payload.
WITH e AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($2::text::jsonb) AS e (
        org_id TEXT, run_id TEXT, seq BIGINT, at BIGINT, place INT, facts INT, sealed INT, first BOOLEAN, line BIGINT
    )
), new_events AS (
    INSERT INTO events (org_id, run_id, seq, at, facts, digest, chain, append_id, line)
    SELECT
        e.org_id, e.run_id, e.seq, e.at,
        convert_from(substring($1::bytea FROM e.place FOR e.facts), 'UTF8'),
        CASE WHEN e.sealed > 0 THEN substring($1::bytea FROM e.place + e.facts + 32 FOR 32) END,
        substring($1::bytea FROM e.place + e.facts FOR 32),
        CASE WHEN e.first THEN substring($1::bytea FROM e.place + e.facts + 64 FOR 16) END,
        e.line
    FROM e
), new_payloads AS (
    INSERT INTO payloads (org_id, run_id, seq, sealed)
    SELECT e.org_id, e.run_id, e.seq, substring($1::bytea FROM e.place + e.facts + 80 FOR e.sealed)
    FROM e
    WHERE e.sealed > 0
), new_runs AS (
    INSERT INTO runs (
        org_id, run_id, mode, thread_id, key_id, workflow, retry_of, created_at,
        status, status_reason, head, chain, credits_used, started_at, completed_at
    )
    SELECT
        r.org_id, r.run_id, r.mode, r.thread_id, r.key_id, r.workflow, r.retry_of, r.created_at,
        r.status, r.status_reason, r.head, substring($1::bytea FROM r.chain FOR 32), r.credits_used, r.started_at, r.completed_at
    FROM jsonb_to_recordset($3::text::jsonb) AS r (
        org_id TEXT, run_id TEXT, mode TEXT, thread_id TEXT, key_id TEXT, workflow TEXT, retry_of TEXT, created_at BIGINT,
        status TEXT, status_reason TEXT, head BIGINT, chain INT, credits_used BIGINT, started_at BIGINT, completed_at BIGINT
    )
), moved_runs AS (
    UPDATE runs AS r SET
        status = m.status, status_reason = m.status_reason, head = m.head, chain = substring($1::bytea FROM m.chain FOR 32),
        credits_used = m.credits_used, started_at = m.started_at, completed_at = m.completed_at
    FROM jsonb_to_recordset($4::text::jsonb) AS m (
        org_id TEXT, run_id TEXT, status TEXT, status_reason TEXT, head BIGINT, chain INT, credits_used BIGINT,
        started_at BIGINT, completed_at BIGINT
    )
    WHERE r.org_id = m.org_id AND r.run_id = m.run_id
), new_threads AS (
    INSERT INTO threads (org_id, thread_id, mode, wrapped_key, created_at)
    SELECT t.org_id, t.thread_id, t.mode, substring($1::bytea FROM t.place FOR t.length), t.created_at
    FROM jsonb_to_recordset($5::text::jsonb) AS t (org_id TEXT, thread_id TEXT, mode TEXT, place INT, length INT, created_at BIGINT)
), new_idempotency_keys AS (
    INSERT INTO idempotency_keys (org_id, mode, idempotency_key, fingerprint, run_id)
    SELECT i.org_id, i.mode, i.key, substring($1::bytea FROM i.fingerprint FOR 32), i.run_id
    FROM jsonb_to_recordset($6::text::jsonb) AS i (org_id TEXT, mode TEXT, key TEXT, fingerprint INT, run_id TEXT)
    -- Bound again: what it stood for was interrupted.
    ON CONFLICT (org_id, mode, idempotency_key) DO UPDATE SET run_id = excluded.run_id
), new_lines AS (
    INSERT INTO ledger (org_id, mode, line, kind, run_id, seq, call_id, check_name, amount, balance, at)
    SELECT l.org_id, l.mode, l.line, 'debit', l.run_id, l.seq, l.call_id, l.check_name, l.amount, l.balance, l.at
    FROM jsonb_to_recordset($7::text::jsonb) AS l (
        org_id TEXT, mode TEXT, line BIGINT, run_id TEXT, seq BIGINT, call_id TEXT, check_name TEXT, amount BIGINT,
        balance BIGINT, at BIGINT
    )
), moved_accounts AS (
    UPDATE accounts AS a SET used = w.used, lines = w.lines
    FROM jsonb_to_recordset($8::text::jsonb) AS w (org_id TEXT, mode TEXT, used BIGINT, lines BIGINT)
    WHERE a.org_id = w.org_id AND a.mode = w.mode
), new_wakeups AS (
    INSERT INTO wakeups (org_id, run_id, due, owner, attempts)
    SELECT w.org_id, w.run_id, w.due, w.owner, 0
    FROM jsonb_to_recordset($9::text::jsonb) AS w (org_id TEXT, run_id TEXT, due BIGINT, owner TEXT)
), moved_wakeups AS (
    UPDATE wakeups AS w SET due = m.due, attempts = 0, owner = CASE WHEN m.keep THEN w.owner ELSE m.owner END
    FROM jsonb_to_recordset($10::text::jsonb) AS m (org_id TEXT, run_id TEXT, due BIGINT, keep BOOLEAN, owner TEXT)
    WHERE w.org_id = m.org_id AND w.run_id = m.run_id
), done_wakeups AS (
    DELETE FROM wakeups AS w
    USING jsonb_to_recordset($11::text::jsonb) AS d (org_id TEXT, run_id TEXT)
    WHERE w.org_id = d.org_id AND w.run_id = d.run_id
), moved_windows AS (
    UPDATE keys AS k SET window_began = m.began, window_count = m.count
    FROM jsonb_to_recordset($13::text::jsonb) AS m (org_id TEXT, key_id TEXT, began BIGINT, count BIGINT)
    WHERE k.org_id = m.org_id AND k.key_id = m.key_id
), new_deliveries AS (
    INSERT INTO deliveries (org_id, event_id, endpoint_id, event_type, run_id, seq, created_at, status, attempts, due, pulled)
    SELECT d.org_id, d.event_id, e.endpoint_id, d.event_type, d.run_id, d.seq, d.at, 'pending', 0, d.at,
        CASE WHEN e.pulled_at IS NULL THEN 0 ELSE 1 END
    FROM jsonb_to_recordset($14::text::jsonb) AS d (
        org_id TEXT, mode TEXT, event_id TEXT, event_type TEXT, run_id TEXT, seq BIGINT, at BIGINT
    )
    JOIN endpoints AS e ON e.org_id = d.org_id AND e.mode = d.mode AND e.is_active = 1
        AND (e.event_types IS NULL OR strpos(e.event_types, ' ' || d.event_type || ' ') > 0)
), new_answers AS (
    INSERT INTO answers AS a (org_id, question, thread_id, run_id, seq, at)
    SELECT q.org_id, substring($1::bytea FROM q.question FOR 32), q.thread_id, q.run_id, q.seq, q.at
    FROM jsonb_to_recordset($15::text::jsonb) AS q (
        org_id TEXT, question INT, thread_id TEXT, run_id TEXT, seq BIGINT, at BIGINT
    )
    -- Whoever pays holds the lock of the account: no two write one row at a time.
    ON CONFLICT (org_id, question) DO UPDATE
    SET thread_id = excluded.thread_id, run_id = excluded.run_id, seq = excluded.seq, at = excluded.at
    WHERE a.at <= excluded.at
)
INSERT INTO nodes AS n (node, lease_until)
SELECT w.node, w.lease_until
FROM jsonb_to_recordset($12::text::jsonb) AS w (node TEXT, lease_until BIGINT)
ON CONFLICT (node) DO UPDATE SET lease_until = greatest(n.lease_until, excluded.lease_until)
