-- Closed to everybody but the owner, as before.
DO $$
DECLARE
    wall record;
BEGIN
    FOR wall IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON %I', wall.policyname, wall.tablename);
    END LOOP;
    FOR wall IN SELECT oid::regclass AS tab FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relforcerowsecurity LOOP
        EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', wall.tab);
    END LOOP;
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM trainhub_app, trainhub_author, trainhub_system, trainhub_reader;
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM trainhub_app, trainhub_author, trainhub_system, trainhub_reader;
    IF to_regclass('supabase_migrations.schema_migrations') IS NOT NULL THEN
        REVOKE ALL ON supabase_migrations.schema_migrations FROM trainhub_system;
        REVOKE ALL ON SCHEMA supabase_migrations FROM trainhub_system;
    END IF;
END
$$;
DROP PROCEDURE trainhub.wall_of_migrations;
