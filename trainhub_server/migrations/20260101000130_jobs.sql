-- Work that is done later, and once: `id` is made of kind and key, so that the same work is not written down twice.
-- `due`: when somebody is to look at it next; of a leased one, when its lease ends. `claim` counts its leases: who ends a job names its own.
CREATE TABLE jobs (
    id text PRIMARY KEY,
    kind text NOT NULL,
    key text NOT NULL,
    learner text REFERENCES learners (id) ON DELETE CASCADE,
    body jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'leased', 'failed', 'done')),
    due timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    claim bigint NOT NULL DEFAULT 0,
    fault text NOT NULL DEFAULT '',
    made timestamptz NOT NULL,
    ended timestamptz
);
CREATE INDEX jobs_due ON jobs (kind, due) WHERE state IN ('waiting', 'leased');
CREATE INDEX jobs_ended ON jobs (ended) WHERE ended IS NOT NULL;
CREATE INDEX jobs_learner ON jobs (learner);
