set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
ALTER TABLE "we"."api_key" ADD COLUMN "addresses" text[];
--> statement-breakpoint
ALTER TABLE "we"."api_key" ADD COLUMN "used_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "we"."bank_secret" ADD COLUMN "kind" text DEFAULT 'hmac' NOT NULL;
--> statement-breakpoint
ALTER TABLE "we"."bank_secret" ADD CONSTRAINT "bank_secret_kind_known" CHECK ("we"."bank_secret"."kind" in ('hmac','sm2'));
--> statement-breakpoint
-- The digest moves into the sealed answer: answers kept so far cannot be compared any more.
DELETE FROM "we"."idempotent_answer";
--> statement-breakpoint
ALTER TABLE "we"."idempotent_answer" DROP COLUMN "digest";
--> statement-breakpoint
ALTER TABLE "we"."project" ADD COLUMN "index_version" integer DEFAULT 1 NOT NULL;
--> statement-breakpoint
ALTER TABLE "we"."attendance_unmatched" ADD COLUMN "id_cipher" text;
--> statement-breakpoint
ALTER TABLE "we"."payout_event" ADD COLUMN "payee_cipher" text;
--> statement-breakpoint
CREATE TABLE "we"."disclosure" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"region_code" integer NOT NULL,
	"owner_id" text NOT NULL,
	"contractor_id" text NOT NULL,
	"engagement_id" uuid NOT NULL,
	"fields" text[] NOT NULL,
	"reason_cipher" text NOT NULL,
	"actor" text NOT NULL,
	"holder" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "disclosure_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE INDEX "disclosure_region" ON "we"."disclosure" USING btree ("region_code","at");
--> statement-breakpoint
CREATE TABLE "we"."said" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"text_cipher" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "said_pk" PRIMARY KEY("project_id","id")
);
