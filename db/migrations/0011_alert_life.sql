set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
-- The kinds grow with each part of the program: one more is added to those that are there.
do $$
declare
  added record;
  was text;
begin
  for added in select * from (values ('obligation', 'obligation_kind_known', 'notice-reply'), ('meeting', 'meeting_fact_known', 'notice')) as t(tab, name, kind) loop
    select pg_get_constraintdef(oid) into was from pg_constraint
    where conname = added.name and conrelid = format('we.%I', added.tab)::regclass;
    execute format('alter table we.%I drop constraint %I', added.tab, added.name);
    execute format('alter table we.%I add constraint %I %s', added.tab, added.name,
      replace(was, 'ARRAY[', format('ARRAY[%L::text, ', added.kind)));
  end loop;
end $$;
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD COLUMN "issued_on" date;
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD COLUMN "served_on" date;
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD COLUMN "served_how" text;
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD COLUMN "replied_on" date;
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD COLUMN "accepted_on" date;
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD COLUMN "withdrawn_on" date;
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD CONSTRAINT "notice_how_known" CHECK ("we"."notice"."served_how" in ('in-person','left','post','electronic','announcement'));
--> statement-breakpoint
CREATE INDEX "notice_waiting" ON "we"."notice" USING btree ("project_id") WHERE status in ('served','overdue');
--> statement-breakpoint
ALTER TABLE "we"."alert" ADD COLUMN "accepted_until" date;
--> statement-breakpoint
ALTER TABLE "we"."alert" ADD COLUMN "silenced_until" date;
--> statement-breakpoint
ALTER TABLE "we"."alert" ADD COLUMN "assigned_to" text;
--> statement-breakpoint
ALTER TABLE "we"."alert" ADD COLUMN "handle_by" date;
--> statement-breakpoint
ALTER TABLE "we"."alert" ADD COLUMN "follows" uuid;
--> statement-breakpoint
CREATE INDEX "alert_raised" ON "we"."alert" USING btree ("project_id","id") WHERE floor_level > 0 and status <> 'cleared';
--> statement-breakpoint
CREATE INDEX "alert_follows" ON "we"."alert" USING btree ("project_id","follows") WHERE follows is not null;
--> statement-breakpoint
CREATE INDEX "alert_assigned" ON "we"."alert" USING btree ("assigned_to","status","level" DESC NULLS LAST,"due_day","id") WHERE assigned_to is not null;
--> statement-breakpoint
CREATE TABLE "we"."notice_number" (
	"authority_id" text NOT NULL,
	"year" integer NOT NULL,
	"instrument" text NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "notice_number_pk" PRIMARY KEY("authority_id","year","instrument"),
	CONSTRAINT "notice_number_positive" CHECK ("we"."notice_number"."last" > 0)
);
--> statement-breakpoint
CREATE TABLE "we"."authority_setting" (
	"authority_id" text NOT NULL,
	"number_word" text,
	"winter" boolean,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "authority_setting_pk" PRIMARY KEY("authority_id")
);
--> statement-breakpoint
select we.place('we.authority_setting', null);
--> statement-breakpoint
CREATE TABLE "we"."evidence_file" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"region_code" integer NOT NULL,
	"owner_id" text NOT NULL,
	"contractor_id" text NOT NULL,
	"org_id" text NOT NULL,
	"about_id" uuid NOT NULL,
	"name_cipher" text NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"bytes_cipher" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "evidence_file_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "evidence_file_media_known" CHECK ("we"."evidence_file"."media_type" in ('application/pdf','image/jpeg','image/png','application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')),
	CONSTRAINT "evidence_file_size_fits" CHECK ("we"."evidence_file"."size" between 1 and 5242880)
);
--> statement-breakpoint
CREATE INDEX "evidence_file_about" ON "we"."evidence_file" USING btree ("project_id","about_id");
--> statement-breakpoint
select we.place('we.evidence_file', 'project_id', 'we.project');
