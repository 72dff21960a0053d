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
