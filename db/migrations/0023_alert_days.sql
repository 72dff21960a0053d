set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
ALTER TABLE "we"."alert" ADD COLUMN "workers" integer GENERATED ALWAYS AS (case when jsonb_typeof(facts->'workers') = 'number' then (facts->>'workers')::int end) STORED;
--> statement-breakpoint
CREATE INDEX "alert_opened" ON "we"."alert" USING btree ("opened_on");
--> statement-breakpoint
CREATE INDEX "alert_risen" ON "we"."alert" USING btree ("risen_on") WHERE status <> 'cleared';
--> statement-breakpoint
CREATE INDEX "alert_handle_by" ON "we"."alert" USING btree ("handle_by") WHERE handle_by is not null;
