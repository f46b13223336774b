DROP INDEX IF EXISTS tokens_learner;
