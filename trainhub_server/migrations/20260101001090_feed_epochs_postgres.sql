-- Postgres alone. Closed to every role but the owner, like every table.
ALTER TABLE feed_epochs ENABLE ROW LEVEL SECURITY;
