-- Group roles: what a connection may do, whoever logs in. Neither can log in, neither owns anything; the owner of the schemas is
-- whoever migrates. Roles belong to the whole server, so another warehouse on it may have made them, even at this moment.
DO $$
DECLARE
  group_role text;
BEGIN
  FOREACH group_role IN ARRAY ARRAY['enrichment_monitor_pipeline', 'enrichment_monitor_analytics'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = group_role) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', group_role);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
    -- So that an owner who is no superuser can run the services with its own login.
    IF NOT pg_has_role(current_user, group_role, 'SET') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER WITH INHERIT FALSE, SET TRUE', group_role);
    END IF;
  END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION USING
    ERRCODE = 'insufficient_privilege',
    MESSAGE = format('%I may neither create the group roles of the warehouse nor take them on.', current_user),
    HINT = format('Have an administrator run: CREATE ROLE enrichment_monitor_pipeline; CREATE ROLE enrichment_monitor_analytics; '
      'GRANT enrichment_monitor_pipeline, enrichment_monitor_analytics TO %I; leave out a role that exists.', current_user);
END $$;
--> statement-breakpoint
-- The worker and the operator's command line. TRUNCATE is for the reset.
GRANT USAGE ON SCHEMA "bronze", "gold", "ops" TO "enrichment_monitor_pipeline";
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA "bronze", "gold", "ops" TO "enrichment_monitor_pipeline";
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA "bronze", "gold", "ops" TO "enrichment_monitor_pipeline";
--> statement-breakpoint
-- What the source said is added and, when it is old, deleted, but never altered.
REVOKE UPDATE ON "bronze"."enrichment_versions", "bronze"."fetches" FROM "enrichment_monitor_pipeline";
--> statement-breakpoint
-- The analytics API. Raw data reaches it only through views of the other two schemas.
GRANT USAGE ON SCHEMA "gold", "ops" TO "enrichment_monitor_analytics";
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA "gold", "ops" TO "enrichment_monitor_analytics";
--> statement-breakpoint
-- The same for every table and view that a later migration makes.
ALTER DEFAULT PRIVILEGES IN SCHEMA "bronze", "gold", "ops"
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLES TO "enrichment_monitor_pipeline";
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA "bronze", "gold", "ops" GRANT USAGE ON SEQUENCES TO "enrichment_monitor_pipeline";
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA "gold", "ops" GRANT SELECT ON TABLES TO "enrichment_monitor_analytics";
