-- Read by store::rebuild::rebuild.
UPDATE ledger SET balance = sums.balance
FROM (
    SELECT org_id, mode, line, CAST(sum(amount) OVER (PARTITION BY org_id, mode ORDER BY line) AS BIGINT) AS balance FROM ledger
) AS sums
WHERE ledger.org_id = sums.org_id AND ledger.mode = sums.mode AND ledger.line = sums.line AND ledger.balance <> sums.balance
