set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."sheet_heading" (
	"company_id" text NOT NULL,
	"heading" text NOT NULL,
	"field" text,
	"kind" text,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sheet_heading_pk" PRIMARY KEY("company_id","heading"),
	CONSTRAINT "sheet_heading_short" CHECK (length("we"."sheet_heading"."heading") between 1 and 60)
);
