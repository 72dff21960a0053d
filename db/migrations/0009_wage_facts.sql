set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."pay_doubt" (
	"project_id" bigint NOT NULL,
	"wage_month" date NOT NULL,
	"about" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pay_doubt_pk" PRIMARY KEY("project_id","wage_month","about"),
	CONSTRAINT "pay_doubt_about_known" CHECK ("we"."pay_doubt"."about" in ('payee','pattern'))
);
--> statement-breakpoint
CREATE INDEX "pay_doubt_month" ON "we"."pay_doubt" USING btree ("about","wage_month");
--> statement-breakpoint
CREATE TABLE "we"."pay_review" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"employer_id" text NOT NULL,
	"wage_month" date NOT NULL,
	"about" text NOT NULL,
	"on_day" date NOT NULL,
	"said_id" uuid NOT NULL,
	"evidence" jsonb,
	"reviewed_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pay_review_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "pay_review_about_known" CHECK ("we"."pay_review"."about" in ('payee','pattern'))
);
--> statement-breakpoint
CREATE INDEX "pay_review_month" ON "we"."pay_review" USING btree ("project_id","wage_month","employer_id");
--> statement-breakpoint
CREATE TABLE "we"."arrears_report" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"employer_id" text NOT NULL,
	"wage_month" date NOT NULL,
	"reported_on" date NOT NULL,
	"said_id" uuid NOT NULL,
	"evidence" jsonb,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "arrears_report_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE INDEX "arrears_report_month" ON "we"."arrears_report" USING btree ("project_id","wage_month","employer_id");
--> statement-breakpoint
CREATE TABLE "we"."outside_payment" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"employer_id" text NOT NULL,
	"wage_month" date NOT NULL,
	"on_day" date NOT NULL,
	"channel" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"workers" integer NOT NULL,
	"evidence" jsonb,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "outside_payment_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "outside_payment_channel_known" CHECK ("we"."outside_payment"."channel" in ('cash','transfer')),
	CONSTRAINT "outside_payment_positive" CHECK ("we"."outside_payment"."amount_fen" > 0 and "we"."outside_payment"."workers" > 0)
);
--> statement-breakpoint
CREATE INDEX "outside_payment_month" ON "we"."outside_payment" USING btree ("project_id","wage_month");
--> statement-breakpoint
CREATE TABLE "we"."progress_payment" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"on_day" date NOT NULL,
	"amount_fen" bigint NOT NULL,
	"evidence" jsonb,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "progress_payment_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "progress_payment_positive" CHECK ("we"."progress_payment"."amount_fen" > 0)
);
--> statement-breakpoint
ALTER TABLE "we"."payroll_batch" ADD COLUMN "unsigned" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "we"."payroll_batch" ADD COLUMN "signed_on" date DEFAULT 'infinity' NOT NULL;
--> statement-breakpoint
CREATE INDEX "payroll_batch_unsigned" ON "we"."payroll_batch" USING btree ("signed_on") WHERE kind <> 'resend';
--> statement-breakpoint
CREATE TABLE "we"."line_confirmation" (
	"project_id" bigint NOT NULL,
	"wage_month" date NOT NULL,
	"batch_id" uuid NOT NULL,
	"line_no" integer NOT NULL,
	"confirmed_at" timestamp with time zone NOT NULL,
	"on_day" date NOT NULL,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "line_confirmation_pk" PRIMARY KEY("project_id","batch_id","line_no")
);
