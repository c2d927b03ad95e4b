-- Answers that were paid and may stand for new ones: of each question of an organisation the newest.
--
-- question: an HMAC, under a key of the organisation, of mode, check, component, price and input: nobody without the master key finds
-- an identifier in it. The answer itself is in the journal of its run, sealed under the key of its thread.
CREATE TABLE answers (
    org_id TEXT NOT NULL,
    question BYTEA NOT NULL,
    thread_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (org_id, question)
);

-- What goes with a thread. Its condition holds for every row: see runs_by_thread.
CREATE INDEX answers_by_thread ON answers (org_id, thread_id) WHERE thread_id <> '';
-- What is too old for any procedure, asked across all organisations by whoever tidies up.
CREATE INDEX answers_by_age ON answers (at);
