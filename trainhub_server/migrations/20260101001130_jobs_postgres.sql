-- Postgres alone. Closed to every role but the owner, like every table.
ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
