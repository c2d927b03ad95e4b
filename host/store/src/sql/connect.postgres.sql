-- Read by store::engine::connect.
-- Every statement here finds its rows by index. Without statistics (a fresh table) or with stale ones the planner may think
-- that a whole table is cheaper, and a plan once prepared is kept: so the other ways are priced out.
SET enable_seqscan = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET jit = off;
SET lock_timeout = '20s';
SET idle_in_transaction_session_timeout = '60s';
