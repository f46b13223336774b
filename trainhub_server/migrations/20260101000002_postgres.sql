-- Postgres alone.

CREATE SEQUENCE changes_seq AS bigint;

CREATE INDEX courses_skills ON courses USING gin ((body -> 'skills') jsonb_path_ops);
CREATE INDEX learning_events_body ON learning_events USING gin (body jsonb_path_ops);

-- Closed to every role but the owner, whom the server signs in as: no policy means no row. A hosted
-- database that offers its tables over HTTP to other roles therefore offers nothing of these.
DO $$
DECLARE
    closed text;
BEGIN
    FOR closed IN
        SELECT unnest(ARRAY[
            'versions', 'settings', 'learners', 'tokens', 'catalogue', 'courses', 'lesson_texts', 'resources', 'webinars',
            'registrations', 'learning_events', 'learning_progress', 'user_progress', 'standings', 'achievements',
            'bookmarks', 'changes', 'idempotency'
        ])
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', closed);
    END LOOP;
END
$$;
