set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."block" (
	"block_no" integer NOT NULL,
	"leaves" integer NOT NULL,
	"first_id" bigint NOT NULL,
	"last_id" bigint NOT NULL,
	"root" text NOT NULL,
	"prev_hash" text NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	"key_id" text NOT NULL,
	"hash" text NOT NULL,
	"signature" text NOT NULL,
	CONSTRAINT "block_pk" PRIMARY KEY("block_no"),
	CONSTRAINT "block_leaves_positive" CHECK ("we"."block"."leaves" > 0)
);
--> statement-breakpoint
CREATE INDEX "event_block" ON "we"."event" USING btree ("block_no","leaf_no") WHERE block_no is not null;
--> statement-breakpoint
CREATE INDEX "account_entry_message" ON "we"."account_entry" USING btree ("project_id","message_id");
--> statement-breakpoint
CREATE INDEX "payout_event_message" ON "we"."payout_event" USING btree ("project_id","message_id");
