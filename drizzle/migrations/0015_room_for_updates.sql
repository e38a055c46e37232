-- Room on each page for new states of its rows, which then need no new entries in indexes: more where rows change more often.
-- Pages that are there already stay as full as they are.
ALTER TABLE "gold"."enrichments_hourly" SET (fillfactor = 90);
--> statement-breakpoint
ALTER TABLE "gold"."enrichments_hourly_all" SET (fillfactor = 75);
--> statement-breakpoint
ALTER TABLE "gold"."enrichments_daily" SET (fillfactor = 75);
--> statement-breakpoint
ALTER TABLE "gold"."enrichments_daily_all" SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE "bronze"."enrichment_heads" SET (fillfactor = 90);
