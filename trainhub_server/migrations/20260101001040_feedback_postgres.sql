-- Postgres alone. Closed to every role but the owner, like every table.
ALTER TABLE course_ratings ENABLE ROW LEVEL SECURITY;
ALTER TABLE course_applied ENABLE ROW LEVEL SECURITY;
