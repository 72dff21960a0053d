set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."rule_version" (
	"rule_id" text NOT NULL,
	"number" integer NOT NULL,
	"params" jsonb NOT NULL,
	"valid_from" date NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"released_by" text,
	"released_at" timestamp with time zone,
	"withdrawn_by" text,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "rule_version_pk" PRIMARY KEY("rule_id","number"),
	CONSTRAINT "rule_version_after_built" CHECK ("we"."rule_version"."number" >= 2),
	CONSTRAINT "rule_version_released_whole" CHECK (("we"."rule_version"."released_by" is null) = ("we"."rule_version"."released_at" is null)),
	CONSTRAINT "rule_version_withdrawn_whole" CHECK (("we"."rule_version"."withdrawn_by" is null) = ("we"."rule_version"."withdrawn_at" is null)),
	CONSTRAINT "rule_version_two_persons" CHECK ("we"."rule_version"."released_by" <> "we"."rule_version"."proposed_by"),
	CONSTRAINT "rule_version_one_end" CHECK ("we"."rule_version"."released_at" is null or "we"."rule_version"."withdrawn_at" is null)
);
--> statement-breakpoint
select we.place('we.rule_version', null);
--> statement-breakpoint
ALTER TABLE "we"."alert" ADD COLUMN "rule_version" integer DEFAULT 1 NOT NULL;
