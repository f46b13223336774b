-- Postgres alone. Closed to every role but the owner, like every table.
ALTER TABLE addresses ENABLE ROW LEVEL SECURITY;
