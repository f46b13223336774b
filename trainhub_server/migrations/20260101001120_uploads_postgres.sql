-- Postgres alone. Closed to every role but the owner, like every table.
ALTER TABLE uploads ENABLE ROW LEVEL SECURITY;
ALTER TABLE uploaded_files ENABLE ROW LEVEL SECURITY;
