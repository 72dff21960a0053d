set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE INDEX "engagement_exit" ON "we"."engagement" USING btree ("exited_on");
