-- Postgres alone. Closed to every role but the owner, like every table.
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
