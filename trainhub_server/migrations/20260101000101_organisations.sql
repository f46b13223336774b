-- Companies of the programme, who belongs to them and as what. A learner all of whose memberships have ended is let in no more.

CREATE TABLE organisations (
    id text PRIMARY KEY,
    name text NOT NULL,
    created timestamptz NOT NULL
);

CREATE TABLE memberships (
    organisation text NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    learner text NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('learner', 'presenter', 'mentor', 'reviewer', 'manager', 'author', 'admin')),
    since timestamptz NOT NULL,
    ended timestamptz,
    PRIMARY KEY (organisation, learner)
);
CREATE INDEX memberships_learner ON memberships (learner);

-- Open invitations, known by the hash of their code; one that is accepted is gone.
CREATE TABLE invitations (
    hash text PRIMARY KEY,
    organisation text NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('learner', 'presenter', 'mentor', 'reviewer', 'manager', 'author', 'admin')),
    made timestamptz NOT NULL,
    expires timestamptz NOT NULL,
    made_by text REFERENCES learners (id) ON DELETE SET NULL
);
CREATE INDEX invitations_organisation ON invitations (organisation);
CREATE INDEX invitations_made_by ON invitations (made_by);

-- Who had their data deleted, by the hash of their id: tokens from before that are nobody's.
CREATE TABLE deletions (
    hash text PRIMARY KEY,
    at timestamptz NOT NULL
);
