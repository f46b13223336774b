CREATE INDEX CONCURRENTLY IF NOT EXISTS tokens_learner ON tokens (learner);
