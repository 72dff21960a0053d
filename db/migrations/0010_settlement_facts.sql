set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
ALTER TABLE "we"."settlement_step" ADD COLUMN "undisputed_fen" bigint;
--> statement-breakpoint
ALTER TABLE "we"."settlement_step" ADD COLUMN "verdict" jsonb;
--> statement-breakpoint
ALTER TABLE "we"."transfer_delay" ADD COLUMN "verdict" jsonb;
--> statement-breakpoint
CREATE INDEX "settlement_step_verdict" ON "we"."settlement_step" USING btree ("project_id","settlement_id") WHERE verdict is not null;
--> statement-breakpoint
CREATE INDEX "settlement_step_banned" ON "we"."settlement_step" USING btree ("project_id","settlement_id") WHERE reason_code in ('PERSONNEL','PROCESS','FILING','THIRD-PARTY');
--> statement-breakpoint
CREATE INDEX "settlement_step_ended" ON "we"."settlement_step" USING btree ("on_day") WHERE step in ('paid','withdrawn');
--> statement-breakpoint
CREATE INDEX "settlement_step_again" ON "we"."settlement_step" USING btree ("project_id","settlement_id") WHERE step = 're-review';
--> statement-breakpoint
CREATE INDEX "transfer_delay_verdict" ON "we"."transfer_delay" USING btree ("project_id","period") WHERE verdict is not null;
--> statement-breakpoint
CREATE TABLE "we"."pretext_review" (
	"project_id" bigint NOT NULL,
	"statement_id" uuid NOT NULL,
	"step_seq" integer NOT NULL,
	"seq" integer NOT NULL,
	"confirmed" boolean NOT NULL,
	"on_day" date NOT NULL,
	"actor" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pretext_review_pk" PRIMARY KEY("project_id","statement_id","step_seq","seq"),
	CONSTRAINT "pretext_review_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id")
);
--> statement-breakpoint
CREATE INDEX "pretext_review_confirmed" ON "we"."pretext_review" USING btree ("project_id","statement_id") WHERE confirmed;
--> statement-breakpoint
select we.place('we.pretext_review', 'project_id', 'we.project');
--> statement-breakpoint
ALTER TABLE "we"."contract_terms" ADD COLUMN "late_rate" numeric(6,5);
--> statement-breakpoint
ALTER TABLE "we"."contract_terms" ADD COLUMN "count_days" integer;
--> statement-breakpoint
ALTER TABLE "we"."contract_terms" ADD COLUMN "progress_payment_days" integer;
--> statement-breakpoint
ALTER TABLE "we"."contract_terms" ADD COLUMN "audit_clause_source" text;
--> statement-breakpoint
ALTER TABLE "we"."contract_terms" ADD COLUMN "verdict" jsonb;
--> statement-breakpoint
ALTER TABLE "we"."contract_terms" ADD CONSTRAINT "contract_terms_rate_share" CHECK ("we"."contract_terms"."late_rate" > 0 and "we"."contract_terms"."late_rate" <= 1);
--> statement-breakpoint
ALTER TABLE "we"."contract_terms" ADD CONSTRAINT "contract_terms_source_known" CHECK ("we"."contract_terms"."audit_clause_source" in ('tender','special','supplementary'));
--> statement-breakpoint
CREATE TABLE "we"."lending_rate" (
	"from_day" date NOT NULL,
	"annual" numeric(6,5) NOT NULL,
	"source" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lending_rate_pk" PRIMARY KEY("from_day"),
	CONSTRAINT "lending_rate_share" CHECK ("we"."lending_rate"."annual" > 0 and "we"."lending_rate"."annual" <= 1)
);
--> statement-breakpoint
select we.place('we.lending_rate', null);
--> statement-breakpoint
CREATE TABLE "we"."inspection" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"part" text NOT NULL,
	"requested_on" date NOT NULL,
	"agreed_on" date NOT NULL,
	"due_on" date NOT NULL,
	"inspected_on" date DEFAULT 'infinity' NOT NULL,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "inspection_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "inspection_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id"),
	CONSTRAINT "inspection_days_ordered" CHECK ("we"."inspection"."agreed_on" >= "we"."inspection"."requested_on" and "we"."inspection"."inspected_on" >= "we"."inspection"."requested_on")
);
--> statement-breakpoint
CREATE INDEX "inspection_due" ON "we"."inspection" USING btree ("inspected_on","due_on");
--> statement-breakpoint
CREATE TABLE "we"."retention" (
	"project_id" bigint NOT NULL,
	"amount_fen" bigint NOT NULL,
	"accepted_on" date NOT NULL,
	"due_on" date NOT NULL,
	"settled_on" date DEFAULT 'infinity' NOT NULL,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "retention_pk" PRIMARY KEY("project_id"),
	CONSTRAINT "retention_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id"),
	CONSTRAINT "retention_amount_positive" CHECK ("we"."retention"."amount_fen" > 0)
);
--> statement-breakpoint
CREATE INDEX "retention_due" ON "we"."retention" USING btree ("settled_on","due_on");
--> statement-breakpoint
CREATE TABLE "we"."retention_return" (
	"project_id" bigint NOT NULL,
	"seq" integer NOT NULL,
	"amount_fen" bigint NOT NULL,
	"on_day" date NOT NULL,
	"stated_by" text NOT NULL,
	"evidence" jsonb,
	"actor" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "retention_return_pk" PRIMARY KEY("project_id","seq"),
	CONSTRAINT "retention_return_retention_fk" FOREIGN KEY ("project_id") REFERENCES "we"."retention"("project_id"),
	CONSTRAINT "retention_return_positive" CHECK ("we"."retention_return"."amount_fen" > 0),
	CONSTRAINT "retention_return_stated_known" CHECK ("we"."retention_return"."stated_by" in ('owner','contractor','authority'))
);
--> statement-breakpoint
select we.place('we.inspection', 'project_id', 'we.project');
--> statement-breakpoint
select we.place('we.retention', 'project_id', 'we.project');
--> statement-breakpoint
select we.place('we.retention_return', 'project_id', 'we.project');
