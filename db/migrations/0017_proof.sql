set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."notice_directory" (
	"code_hash" text NOT NULL,
	"project_id" bigint NOT NULL,
	"notice_id" uuid NOT NULL,
	CONSTRAINT "notice_directory_pk" PRIMARY KEY("code_hash")
);
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD COLUMN "code_hash" text;
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD COLUMN "pages" integer;
--> statement-breakpoint
select we.place('we.notice_directory', null);
