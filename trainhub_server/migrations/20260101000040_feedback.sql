-- What a learner says of a course: stars at its end (none: withdrawn), and whether it was of use in real work. `body` is the JSON as it travels.

CREATE TABLE course_ratings (
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    course text NOT NULL,
    stars integer CHECK (stars >= 1 AND stars <= 5),
    at timestamptz NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (learner, course)
);
CREATE INDEX course_ratings_course ON course_ratings (course);

CREATE TABLE course_applied (
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    course text NOT NULL,
    answer text CHECK (answer IN ('yes', 'partly', 'not-yet')),
    at timestamptz NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (learner, course)
);
CREATE INDEX course_applied_course ON course_applied (course);

-- How many have rated a course, and their stars in all: live counts, as seats and downloads are.
ALTER TABLE courses ADD COLUMN rated bigint NOT NULL DEFAULT 0;
ALTER TABLE courses ADD COLUMN stars bigint NOT NULL DEFAULT 0;
