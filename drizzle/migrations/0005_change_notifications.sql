-- Tells whoever LISTENs to warehouse_changed that the ledger or the state of the warehouse has changed, when that is
-- committed. It carries nothing, so that however much a transaction changes it is told once: listeners read the tables.
CREATE FUNCTION "ops"."notify_warehouse_changed"() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  NOTIFY warehouse_changed;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "warehouse_state_changed" AFTER UPDATE ON "ops"."warehouse_state"
FOR EACH STATEMENT EXECUTE FUNCTION "ops"."notify_warehouse_changed"();
--> statement-breakpoint
CREATE TRIGGER "runs_changed" AFTER INSERT OR UPDATE ON "ops"."runs"
FOR EACH STATEMENT EXECUTE FUNCTION "ops"."notify_warehouse_changed"();
--> statement-breakpoint
-- Every commit of an ingest moves its slice's cursor; every commit of gold adds to its run.
CREATE TRIGGER "slices_changed" AFTER INSERT OR UPDATE ON "ops"."slices"
FOR EACH STATEMENT EXECUTE FUNCTION "ops"."notify_warehouse_changed"();
