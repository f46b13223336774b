-- Files that authors send in parts. The parts are in the file store under the upload's id; `uploaded_files` are those that arrived whole and were looked into.
CREATE TABLE uploads (
    id text PRIMARY KEY,
    author text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    name text NOT NULL,
    at timestamptz NOT NULL,
    UNIQUE (author, sha256)
);

CREATE TABLE uploaded_files (
    sha256 text PRIMARY KEY,
    size bigint NOT NULL,
    format text NOT NULL,
    media_type text NOT NULL,
    author text NOT NULL,
    at timestamptz NOT NULL
);
