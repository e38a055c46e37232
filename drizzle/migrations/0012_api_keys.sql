CREATE TABLE "ops"."api_keys" (
	"key_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ops"."api_keys_key_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"scope" text NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_scope" CHECK (scope in ('read', 'operator'))
);
--> statement-breakpoint
COMMENT ON TABLE "ops"."api_keys" IS 'Who may use the analytics API: keys given out by the operator''s command line.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."api_keys"."key_id" IS 'Number of the key, and part of it: em_<key_id>_<secret>.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."api_keys"."name" IS 'Whose it is, for people.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."api_keys"."scope" IS 'read: every question; operator: also to run, pause and resume the pipeline.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."api_keys"."secret_hash" IS 'SHA-256 of the secret, in hex; the secret itself is kept nowhere.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."api_keys"."created_at" IS 'When it was given out.';
--> statement-breakpoint
COMMENT ON COLUMN "ops"."api_keys"."revoked_at" IS 'Since when it does not hold any more; null: it holds.';
