set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE INDEX "alert_cleared" ON "we"."alert" USING btree ("cleared_on") WHERE status = 'cleared';
--> statement-breakpoint
CREATE INDEX "notice_issued" ON "we"."notice" USING btree ("issued_on") WHERE issued_on is not null;
