-- Quizzes and scenarios travel with the text that they follow.
ALTER TABLE lesson_texts ADD COLUMN quiz jsonb;
ALTER TABLE lesson_texts ADD COLUMN scenario jsonb;

-- Attempts at quizzes as they were shown and answered, and walks through scenarios; each once for ever.
CREATE TABLE quiz_attempts (
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('attempt', 'walk')),
    lesson text NOT NULL,
    received timestamptz NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (learner, id)
);
CREATE INDEX quiz_attempts_lesson ON quiz_attempts (learner, lesson);
