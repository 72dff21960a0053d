set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
ALTER TABLE "we"."bank" ADD COLUMN "company_id" text;
--> statement-breakpoint
ALTER TABLE "we"."bank" ADD CONSTRAINT "bank_company_once" UNIQUE("company_id");
--> statement-breakpoint
CREATE INDEX "bank_message_arrived" ON "we"."bank_message" USING btree ("bank_code","received_at","message_id");
