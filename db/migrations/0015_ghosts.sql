set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."two_sites" (
	"project_id" bigint NOT NULL,
	"month" date NOT NULL,
	"worker_id" uuid NOT NULL,
	"days" integer NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "two_sites_pk" PRIMARY KEY("project_id","month","worker_id")
);
--> statement-breakpoint
ALTER TABLE "we"."engagement" ADD COLUMN "phone_bidx" text;
--> statement-breakpoint
ALTER TABLE "we"."engagement" ADD COLUMN "phone_shared" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
CREATE INDEX "engagement_phone" ON "we"."engagement" USING btree ("project_id","phone_bidx") WHERE phone_bidx is not null;
--> statement-breakpoint
CREATE INDEX "engagement_phone_shared" ON "we"."engagement" USING btree ("exited_on") WHERE phone_shared;
--> statement-breakpoint
ALTER TABLE "we"."engagement_card" ADD COLUMN "branch_code" text;
--> statement-breakpoint
ALTER TABLE "we"."engagement_card" ADD COLUMN "issued_on" date;
--> statement-breakpoint
CREATE INDEX "engagement_card_issued" ON "we"."engagement_card" USING btree ("issued_on") WHERE branch_code is not null;
--> statement-breakpoint
select we.place('we.two_sites', 'project_id', 'we.project');
