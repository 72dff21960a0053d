set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
DROP INDEX "we"."alert_page";
--> statement-breakpoint
CREATE INDEX "alert_page" ON "we"."alert" USING btree ("status","level" DESC NULLS LAST,"due_day","id","rule_id","opened_on","region_code","project_id");
