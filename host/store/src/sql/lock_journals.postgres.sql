-- Read by store::rebuild::rebuild.
-- In the order in which groups come to them. Readers go on.
LOCK TABLE accounts, runs, events, ledger, wakeups IN EXCLUSIVE MODE
