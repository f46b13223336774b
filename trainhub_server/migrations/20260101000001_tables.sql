-- Both engines read this file. `body` is the JSON of the fact as it travels; the other columns are what SQL asks for.

CREATE TABLE versions (
    name text PRIMARY KEY,
    version bigint NOT NULL
);
-- catalogue: grows when what is on offer changes; live: when seats or download counts do; feed: the floor of change numbers.
INSERT INTO versions (name, version) VALUES ('catalogue', 1), ('live', 1), ('feed', 0);

CREATE TABLE settings (
    name text PRIMARY KEY,
    value text NOT NULL
);

CREATE TABLE learners (
    id text PRIMARY KEY,
    created timestamptz NOT NULL,
    body jsonb NOT NULL
);

CREATE TABLE tokens (
    hash text PRIMARY KEY,
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    created timestamptz NOT NULL,
    expires timestamptz
);

-- What is on offer. `origin` tells what a newer starter pack may replace.
CREATE TABLE catalogue (
    kind text NOT NULL,
    id text NOT NULL,
    origin text NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (kind, id)
);

CREATE TABLE courses (
    id text PRIMARY KEY,
    title text NOT NULL,
    category text NOT NULL,
    level text NOT NULL,
    version integer NOT NULL,
    origin text NOT NULL,
    body jsonb NOT NULL
);

CREATE TABLE lesson_texts (
    lesson text PRIMARY KEY,
    course text NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
    version integer NOT NULL,
    content text NOT NULL
);
CREATE INDEX lesson_texts_course ON lesson_texts (course);

CREATE TABLE resources (
    id text PRIMARY KEY,
    title text NOT NULL,
    category text,
    sha256 text NOT NULL,
    downloads bigint NOT NULL DEFAULT 0,
    origin text NOT NULL,
    body jsonb NOT NULL
);
CREATE INDEX resources_sha256 ON resources (sha256);

CREATE TABLE webinars (
    id text PRIMARY KEY,
    starts timestamptz NOT NULL,
    capacity integer NOT NULL CHECK (capacity >= 0),
    taken integer NOT NULL DEFAULT 0 CHECK (taken >= 0 AND taken <= capacity),
    waiting integer NOT NULL DEFAULT 0 CHECK (waiting >= 0),
    received bigint NOT NULL DEFAULT 0,
    cancelled boolean NOT NULL DEFAULT false,
    origin text NOT NULL,
    body jsonb NOT NULL
);

CREATE TABLE registrations (
    webinar text NOT NULL REFERENCES webinars (id),
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    state text NOT NULL CHECK (state IN ('seat', 'waiting', 'cancelled')),
    position integer CHECK ((state = 'waiting') = (position IS NOT NULL)),
    receipt bigint NOT NULL,
    at timestamptz NOT NULL,
    body jsonb NOT NULL,
    UNIQUE (webinar, learner)
);
CREATE INDEX registrations_learner ON registrations (learner);
CREATE INDEX registrations_waiting ON registrations (webinar, position) WHERE state = 'waiting';

-- Append-only: what happened, once per id for ever.
CREATE TABLE learning_events (
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    id text NOT NULL,
    type text NOT NULL,
    object text NOT NULL,
    at timestamptz NOT NULL,
    received timestamptz NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (learner, id)
);
CREATE INDEX learning_events_object ON learning_events (object, type);

-- What is known from the events, per lesson, per course and in all.
CREATE TABLE learning_progress (
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    lesson text NOT NULL,
    course text NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (learner, lesson)
);

CREATE TABLE user_progress (
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    course text NOT NULL,
    state text NOT NULL,
    percent integer NOT NULL CHECK (percent >= 0 AND percent <= 100),
    completed timestamptz,
    body jsonb,
    PRIMARY KEY (learner, course)
);
CREATE INDEX user_progress_course ON user_progress (course, state);

CREATE TABLE standings (
    learner text PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    body jsonb NOT NULL
);

CREATE TABLE achievements (
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    award text NOT NULL,
    at timestamptz NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (learner, award)
);

CREATE TABLE bookmarks (
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    id text NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (learner, id)
);

-- The newest state of each object; `audience` is a learner, or * for everybody. `txid` keeps late commits from being skipped.
CREATE TABLE changes (
    audience text NOT NULL,
    kind text NOT NULL,
    id text NOT NULL,
    seq bigint NOT NULL UNIQUE,
    txid bigint NOT NULL,
    body jsonb,
    PRIMARY KEY (audience, kind, id)
);
CREATE INDEX changes_order ON changes (audience, txid, seq);

CREATE TABLE idempotency (
    account text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    key text NOT NULL,
    digest text NOT NULL,
    answer text,
    at timestamptz NOT NULL,
    PRIMARY KEY (account, key)
);
CREATE INDEX idempotency_at ON idempotency (at);
