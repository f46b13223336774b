-- Nothing asks the database for the skills of a course: the catalogue is held whole by each process, and filtered there.
DROP INDEX IF EXISTS courses_skills;
