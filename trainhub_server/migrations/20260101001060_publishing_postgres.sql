-- Postgres alone. Closed to every role but the owner, like every table.
ALTER TABLE packages ENABLE ROW LEVEL SECURITY;
ALTER TABLE publications ENABLE ROW LEVEL SECURITY;
