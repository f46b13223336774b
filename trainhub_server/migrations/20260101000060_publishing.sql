-- Who may publish, and what was published. `manifest` is the package's own text, byte for byte; `compiled` names the file with what it was compiled to.
ALTER TABLE tokens ADD COLUMN author boolean NOT NULL DEFAULT false;

CREATE TABLE packages (
    sha256 text PRIMARY KEY,
    size bigint NOT NULL,
    manifest text NOT NULL,
    compiled text NOT NULL,
    advice integer NOT NULL DEFAULT 0,
    author text NOT NULL,
    at timestamptz NOT NULL
);

-- One row per version of a course. A draft has the version that its author wrote; what learners see has numbers that only grow.
CREATE TABLE publications (
    id text PRIMARY KEY,
    course text NOT NULL,
    title text NOT NULL,
    version integer NOT NULL,
    written integer NOT NULL,
    package text NOT NULL REFERENCES packages (sha256),
    state text NOT NULL CHECK (state IN ('draft', 'published', 'superseded', 'withdrawn')),
    author text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX publications_package ON publications (package);
CREATE UNIQUE INDEX publications_version ON publications (course, version) WHERE state <> 'draft';
CREATE UNIQUE INDEX publications_offered ON publications (course) WHERE state IN ('published', 'withdrawn');
