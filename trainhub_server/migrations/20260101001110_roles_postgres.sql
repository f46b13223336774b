-- Postgres alone. Roles that the hub acts as, and the words that every table's wall is written in (decision 0013).
-- Roles belong to the whole cluster: another database of it, or its administrator, may have made them already.
DO $$
DECLARE
    wanted text;
    only_by_asking CONSTANT text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'WITH INHERIT FALSE, SET TRUE' ELSE '' END;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['trainhub_app', 'trainhub_author', 'trainhub_system', 'trainhub_reader'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
            BEGIN
                EXECUTE format('GRANT %I TO %I %s', wanted, current_user, only_by_asking);
            EXCEPTION WHEN insufficient_privilege THEN
                IF NOT pg_has_role(wanted, 'MEMBER') THEN
                    RAISE;
                END IF;
            END;
        END IF;
    END LOOP;
END
$$;

CREATE SCHEMA trainhub;
GRANT USAGE ON SCHEMA trainhub TO trainhub_app, trainhub_author, trainhub_system, trainhub_reader;

-- Who asks: the subject of the JWT where a gateway like PostgREST has told the claims, else whom the server says it acts for.
CREATE FUNCTION trainhub.caller() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN coalesce(current_setting('request.jwt.claims', true), '') <> ''
        THEN CAST(current_setting('request.jwt.claims', true) AS jsonb) ->> 'sub'
        ELSE nullif(current_setting('trainhub.caller', true), '') END
$$;

-- The organisations that the caller belongs to as one of these; without any named: as anything. Admins of the programme: all.
CREATE FUNCTION trainhub.organisations_as(VARIADIC roles text[] DEFAULT '{}') RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT organisation FROM memberships WHERE learner = trainhub.caller() AND ended IS NULL AND (role = ANY (roles) OR roles = '{}')
    UNION
    SELECT id FROM organisations WHERE EXISTS (
        SELECT FROM memberships AS own JOIN organisations AS team ON team.id = own.organisation
        WHERE own.learner = trainhub.caller() AND own.ended IS NULL AND own.role = 'admin' AND team.programme)
$$;

-- Who belongs, or belonged, to an organisation whose manager or admin the caller is.
CREATE FUNCTION trainhub.managed_people() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT learner FROM memberships WHERE organisation IN (SELECT trainhub.organisations_as('manager', 'admin'))
$$;

-- These two look past the wall around memberships, so they belong to a role that may.
GRANT CREATE ON SCHEMA trainhub TO trainhub_system;
ALTER FUNCTION trainhub.organisations_as OWNER TO trainhub_system;
ALTER FUNCTION trainhub.managed_people OWNER TO trainhub_system;
REVOKE CREATE ON SCHEMA trainhub FROM trainhub_system;

-- A table nobody has a part in: not its owner, and not the roles that a hosted database lets in over HTTP.
CREATE PROCEDURE trainhub.close(tab regclass) LANGUAGE plpgsql AS $$
DECLARE
    outsider text;
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tab);
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', tab);
    FOR outsider IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated') LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %I', tab, outsider);
    END LOOP;
END
$$;

-- What a role may do there ('SELECT, UPDATE (taken)'), with which rows. One call per table and role, or one per command.
CREATE PROCEDURE trainhub.open(tab regclass, who text, commands text, condition text DEFAULT 'true') LANGUAGE plpgsql AS $$
DECLARE
    command text;
    reach text;
BEGIN
    EXECUTE format('GRANT %s ON %s TO %I', commands, tab, 'trainhub_' || who);
    FOR command IN SELECT DISTINCT word[1] FROM regexp_matches(commands, '\y(SELECT|INSERT|UPDATE|DELETE)\y', 'g') AS word LOOP
        reach := CASE command WHEN 'INSERT' THEN 'WITH CHECK (%1$s)' WHEN 'UPDATE' THEN 'USING (%1$s) WITH CHECK (%1$s)' ELSE 'USING (%1$s)' END;
        EXECUTE format(
            'CREATE POLICY %I ON %s FOR %s TO %I %s', who || '_' || lower(command), tab, command, 'trainhub_' || who, format(reach, condition)
        );
    END LOOP;
END
$$;

-- For taking a migration back: the table as it was before it was closed.
CREATE PROCEDURE trainhub.take_down_wall(tab regclass) LANGUAGE plpgsql AS $$
DECLARE
    gone text;
BEGIN
    FOR gone IN SELECT polname FROM pg_policy WHERE polrelid = tab LOOP
        EXECUTE format('DROP POLICY %I ON %s', gone, tab);
    END LOOP;
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('REVOKE ALL ON %s FROM trainhub_app, trainhub_author, trainhub_system, trainhub_reader', tab);
END
$$;

REVOKE ALL ON ALL ROUTINES IN SCHEMA trainhub FROM PUBLIC;
GRANT EXECUTE ON FUNCTION trainhub.caller, trainhub.organisations_as, trainhub.managed_people
    TO trainhub_app, trainhub_author, trainhub_system, trainhub_reader;
