set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."minimum_wage" (
	"region_code" integer NOT NULL,
	"from_day" date NOT NULL,
	"month_fen" bigint NOT NULL,
	"source" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "minimum_wage_pk" PRIMARY KEY("region_code","from_day"),
	CONSTRAINT "minimum_wage_positive" CHECK ("we"."minimum_wage"."month_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "we"."day_rate" (
	"project_id" bigint NOT NULL,
	"engagement_id" uuid NOT NULL,
	"from_day" date NOT NULL,
	"rate_fen" bigint NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "day_rate_pk" PRIMARY KEY("project_id","engagement_id","from_day","known_at"),
	CONSTRAINT "day_rate_not_negative" CHECK ("we"."day_rate"."rate_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "we"."exit_statement" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"engagement_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"on_day" date NOT NULL,
	"pay_on" date,
	"evidence" jsonb,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "exit_statement_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "exit_statement_kind_known" CHECK ("we"."exit_statement"."kind" in ('agreement','confirmation')),
	CONSTRAINT "exit_statement_pay_day_agreed" CHECK (("we"."exit_statement"."kind" = 'agreement') = ("we"."exit_statement"."pay_on" is not null))
);
--> statement-breakpoint
CREATE INDEX "exit_statement_engagement" ON "we"."exit_statement" USING btree ("project_id","engagement_id");
--> statement-breakpoint
CREATE TABLE "we"."pay_slip" (
	"project_id" bigint NOT NULL,
	"wage_month" date NOT NULL,
	"batch_id" uuid NOT NULL,
	"line_no" integer NOT NULL,
	"on_day" date NOT NULL,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pay_slip_pk" PRIMARY KEY("project_id","batch_id","line_no")
);
--> statement-breakpoint
ALTER TABLE "we"."payroll_batch" ADD COLUMN "slips_due" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "we"."payroll_batch" ADD COLUMN "slips_on" date DEFAULT '-infinity' NOT NULL;
--> statement-breakpoint
CREATE INDEX "payroll_batch_slips" ON "we"."payroll_batch" USING btree ("slips_on") WHERE kind <> 'resend';
--> statement-breakpoint
CREATE INDEX "engagement_phoneless" ON "we"."engagement" USING btree ("exited_on") WHERE phone_cipher is null;
--> statement-breakpoint
ALTER TABLE "we"."pay_doubt" DROP CONSTRAINT "pay_doubt_about_known";
--> statement-breakpoint
ALTER TABLE "we"."pay_doubt" ADD CONSTRAINT "pay_doubt_about_known" CHECK ("we"."pay_doubt"."about" in ('payee','pattern','rate'));
--> statement-breakpoint
ALTER TABLE "we"."pay_review" DROP CONSTRAINT "pay_review_about_known";
--> statement-breakpoint
ALTER TABLE "we"."pay_review" ADD CONSTRAINT "pay_review_about_known" CHECK ("we"."pay_review"."about" in ('payee','pattern','rate'));
--> statement-breakpoint
select we.place('we.minimum_wage', null);
--> statement-breakpoint
select we.place('we.day_rate', 'project_id', 'we.project');
--> statement-breakpoint
select we.place('we.exit_statement', 'project_id', 'we.project');
--> statement-breakpoint
select we.place('we.pay_slip', 'project_id', 'we.project');
