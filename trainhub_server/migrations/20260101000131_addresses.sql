-- Where a learner is written to: what the sign-in service says, kept while the server sends mail. Nobody but the learner is shown it.
CREATE TABLE addresses (
    learner text PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    email text NOT NULL,
    at timestamptz NOT NULL
);
