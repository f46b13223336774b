-- Notes and highlights: `body` is the JSON of the note as it travels.

CREATE TABLE notes (
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    id text NOT NULL,
    kind text NOT NULL,
    object text NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (learner, id)
);
CREATE INDEX notes_object ON notes (learner, kind, object);
