-- Postgres alone: closed to every role but the owner, as the other tables are.
ALTER TABLE quiz_attempts ENABLE ROW LEVEL SECURITY;
