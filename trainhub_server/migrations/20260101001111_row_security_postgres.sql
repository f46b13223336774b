-- Postgres alone. Every table closed, and opened again row by row: a learner's own rows, what is on offer, and the hub's own work.
DO $$
DECLARE
    mine CONSTANT text := 'learner = (SELECT trainhub.caller())';
    managed CONSTANT text := 'IN (SELECT trainhub.managed_people())';
    own_feed CONSTANT text := 'audience = (SELECT trainhub.caller())';
    administered CONSTANT text := 'organisation IN (SELECT trainhub.organisations_as(''admin''))';
    somebody CONSTANT text := '(SELECT trainhub.caller()) IS NOT NULL';
    tab text;
BEGIN
    FOR tab IN SELECT unnest(ARRAY[
        'versions', 'settings', 'learners', 'tokens', 'catalogue', 'courses', 'lesson_texts', 'resources', 'webinars', 'registrations',
        'learning_events', 'learning_progress', 'user_progress', 'standings', 'achievements', 'bookmarks', 'changes', 'idempotency',
        'quiz_attempts', 'notes', 'course_ratings', 'course_applied', 'packages', 'publications', 'feed_epochs', 'organisations',
        'memberships', 'invitations', 'deletions'
    ]) LOOP
        CALL trainhub.close(tab);
    END LOOP;

    -- A learner's own. What happened is added to and never changed; the system may take it away, and cannot read it.
    FOR tab IN SELECT unnest(ARRAY['learning_events', 'achievements', 'quiz_attempts']) LOOP
        CALL trainhub.open(tab, 'app', 'SELECT, INSERT', mine);
    END LOOP;
    FOR tab IN SELECT unnest(ARRAY[
        'learning_progress', 'standings', 'bookmarks', 'notes', 'course_ratings', 'course_applied', 'registrations'
    ]) LOOP
        CALL trainhub.open(tab, 'app', 'SELECT, INSERT, UPDATE', mine);
    END LOOP;
    FOR tab IN SELECT unnest(ARRAY[
        'learning_events', 'achievements', 'quiz_attempts', 'standings', 'bookmarks', 'notes', 'course_applied'
    ]) LOOP
        CALL trainhub.open(tab, 'system', 'SELECT (learner), DELETE');
    END LOOP;
    FOR tab IN SELECT unnest(ARRAY['learning_progress', 'user_progress']) LOOP
        CALL trainhub.open(tab, 'system', 'SELECT (learner, course), DELETE');
    END LOOP;
    FOR tab IN SELECT unnest(ARRAY[
        'learning_events', 'achievements', 'quiz_attempts', 'learning_progress', 'user_progress', 'standings', 'bookmarks', 'notes',
        'course_ratings', 'course_applied', 'registrations', 'memberships'
    ]) LOOP
        CALL trainhub.open(tab, 'reader', 'SELECT', mine);
    END LOOP;
    CALL trainhub.open('user_progress', 'app', 'INSERT, UPDATE', mine);
    CALL trainhub.open('user_progress', 'app', 'SELECT', mine || ' OR learner ' || managed);
    CALL trainhub.open('course_ratings', 'system', 'SELECT (learner, course, stars), DELETE');
    CALL trainhub.open('course_ratings', 'author', 'SELECT (course, stars)');
    CALL trainhub.open('registrations', 'system', 'SELECT, UPDATE, DELETE');

    -- Who there is, how they sign in, and what of theirs counts once.
    CALL trainhub.open('learners', 'app', 'SELECT', 'id = (SELECT trainhub.caller()) OR id ' || managed);
    CALL trainhub.open('learners', 'app', 'UPDATE (body)', 'id = (SELECT trainhub.caller())');
    CALL trainhub.open('learners', 'author', 'SELECT', 'id = (SELECT trainhub.caller())');
    CALL trainhub.open('learners', 'reader', 'SELECT', 'id = (SELECT trainhub.caller())');
    CALL trainhub.open('learners', 'system', 'SELECT, INSERT, UPDATE (body), DELETE');
    CALL trainhub.open('tokens', 'app', 'SELECT (learner, scopes, created, expires)', mine);
    CALL trainhub.open('tokens', 'system', 'SELECT, INSERT, DELETE');
    CALL trainhub.open('deletions', 'system', 'SELECT, INSERT, UPDATE');
    CALL trainhub.open('idempotency', 'app', 'SELECT, INSERT, UPDATE', 'account = (SELECT trainhub.caller())');
    CALL trainhub.open('idempotency', 'author', 'SELECT, INSERT, UPDATE', 'account = (SELECT trainhub.caller())');
    CALL trainhub.open('idempotency', 'system', 'SELECT (account, at), DELETE');

    -- What is on offer is everybody's to read. Learners' own doings change its counts and nothing else.
    FOR tab IN SELECT unnest(ARRAY['catalogue', 'courses', 'lesson_texts', 'resources', 'webinars']) LOOP
        CALL trainhub.open(tab, 'app', 'SELECT');
        CALL trainhub.open(tab, 'author', 'SELECT, INSERT, UPDATE, DELETE');
        CALL trainhub.open(tab, 'system', 'SELECT, INSERT, UPDATE, DELETE');
    END LOOP;
    FOR tab IN SELECT unnest(ARRAY['catalogue', 'courses', 'resources', 'webinars']) LOOP
        CALL trainhub.open(tab, 'reader', 'SELECT');
    END LOOP;
    CALL trainhub.open('resources', 'app', 'UPDATE (downloads)', somebody);
    CALL trainhub.open('webinars', 'app', 'UPDATE (taken, waiting, received)', somebody);
    CALL trainhub.open('packages', 'author', 'SELECT');
    CALL trainhub.open('packages', 'system', 'SELECT, DELETE');
    CALL trainhub.open('packages', 'author', 'INSERT', 'author = (SELECT trainhub.caller())');
    CALL trainhub.open('publications', 'author', 'SELECT, UPDATE (state)');
    CALL trainhub.open('publications', 'system', 'SELECT, DELETE');
    CALL trainhub.open('publications', 'author', 'INSERT', 'author = (SELECT trainhub.caller())');
    CALL trainhub.open('publications', 'author', 'DELETE', 'state = ''draft''');

    -- The feed: one's own and everybody's; a learner's doings are told to everybody where they change a count.
    CALL trainhub.open('changes', 'app', 'SELECT', own_feed || ' OR audience = ''*''');
    CALL trainhub.open(
        'changes', 'app', 'INSERT, UPDATE', own_feed || ' OR (audience = ''*'' AND kind IN (''course'', ''resource'', ''webinar'') AND ' || somebody || ')'
    );
    CALL trainhub.open('changes', 'author', 'SELECT, INSERT, UPDATE', 'audience = ''*''');
    CALL trainhub.open('changes', 'system', 'SELECT, INSERT, UPDATE, DELETE');
    CALL trainhub.open('feed_epochs', 'app', 'SELECT');
    CALL trainhub.open('feed_epochs', 'system', 'SELECT, INSERT, DELETE');
    CALL trainhub.open('versions', 'app', 'SELECT');
    CALL trainhub.open('versions', 'app', 'UPDATE (version)', 'name = ''live'' AND ' || somebody);
    CALL trainhub.open('versions', 'author', 'SELECT, UPDATE (version)');
    CALL trainhub.open('versions', 'system', 'SELECT, UPDATE (version)');
    CALL trainhub.open('settings', 'system', 'SELECT, INSERT, UPDATE');

    -- Organisations: what their members are, and what their managers and admins may do.
    CALL trainhub.open('organisations', 'app', 'SELECT', 'id IN (SELECT trainhub.organisations_as())');
    CALL trainhub.open('organisations', 'app', 'UPDATE (name)', 'id IN (SELECT trainhub.organisations_as(''admin''))');
    CALL trainhub.open('organisations', 'system', 'SELECT, INSERT, UPDATE');
    CALL trainhub.open('memberships', 'app', 'SELECT', mine || ' OR organisation IN (SELECT trainhub.organisations_as(''manager'', ''admin''))');
    CALL trainhub.open('memberships', 'app', 'UPDATE (role, ended)', administered);
    CALL trainhub.open('memberships', 'system', 'SELECT, INSERT, UPDATE, DELETE');
    CALL trainhub.open('invitations', 'app', 'SELECT, INSERT, DELETE', administered);
    CALL trainhub.open('invitations', 'system', 'SELECT, INSERT, UPDATE (made_by), DELETE');
END
$$;

GRANT USAGE, SELECT ON SEQUENCE changes_seq TO trainhub_app, trainhub_author;
GRANT USAGE, SELECT, UPDATE ON SEQUENCE changes_seq TO trainhub_system;

-- Which migrations were run: the owner writes it, whoever serves looks. The Supabase command line keeps a list of its own.
CREATE PROCEDURE trainhub.wall_of_migrations() LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('public.schema_migrations') IS NOT NULL THEN
        CALL trainhub.close('public.schema_migrations');
        CALL trainhub.open('public.schema_migrations', 'system', 'SELECT');
        CREATE POLICY owner ON public.schema_migrations
            USING (current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = CAST('public.schema_migrations' AS regclass)));
    END IF;
    IF to_regclass('supabase_migrations.schema_migrations') IS NOT NULL THEN
        GRANT USAGE ON SCHEMA supabase_migrations TO trainhub_system;
        GRANT SELECT ON supabase_migrations.schema_migrations TO trainhub_system;
    END IF;
END
$$;
REVOKE ALL ON PROCEDURE trainhub.wall_of_migrations FROM PUBLIC;
CALL trainhub.wall_of_migrations();
