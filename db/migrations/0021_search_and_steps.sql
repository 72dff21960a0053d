set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE INDEX "notice_by_number" ON "we"."notice" USING btree ("number") WHERE number is not null;
--> statement-breakpoint
ALTER TABLE "we"."job_run" ADD COLUMN "steps" integer;
--> statement-breakpoint
CREATE TABLE "we"."job_step" (
	"job" text NOT NULL,
	"day" date NOT NULL,
	"name" text NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	CONSTRAINT "job_step_pk" PRIMARY KEY("job","day","name")
);
