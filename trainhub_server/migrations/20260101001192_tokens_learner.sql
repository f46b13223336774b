-- A learner's own tokens are listed, and go with their learner, without a look at everybody's.
CREATE INDEX IF NOT EXISTS tokens_learner ON tokens (learner);
