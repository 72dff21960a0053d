set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."task" (
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"holder" text NOT NULL,
	"about" text NOT NULL,
	"status" text NOT NULL,
	"stage" text,
	"done" integer NOT NULL,
	"total" integer,
	"begun_at" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	"outcome_cipher" text,
	CONSTRAINT "task_pk" PRIMARY KEY("id"),
	CONSTRAINT "task_status_known" CHECK ("we"."task"."status" in ('running','done','failed'))
);
