set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."site_record" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"on_day" date NOT NULL,
	"until_day" date DEFAULT 'infinity' NOT NULL,
	"form" text,
	"amount_fen" bigint,
	"required_fen" bigint,
	"role" text,
	"name" text,
	"id_bidx" text,
	"id_cipher" text,
	"id_last4" text,
	"shown" text[],
	"reason" text,
	"evidence" jsonb,
	"stated_by" text NOT NULL,
	"holder" text NOT NULL,
	"effective_at" timestamp with time zone,
	"refused_at" timestamp with time zone,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "site_record_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "site_record_version_once" UNIQUE("project_id","kind","version"),
	CONSTRAINT "site_record_kind_known" CHECK ("we"."site_record"."kind" in ('wage-deposit','payment-guarantee','deposit-used','deposit-restored','site-person','stop-work','board-check')),
	CONSTRAINT "site_record_role_known" CHECK (("we"."site_record"."kind" = 'site-person') = ("we"."site_record"."role" is not null) and "we"."site_record"."role" in ('wage-officer','project-manager','supervising-engineer','visitor','barred')),
	CONSTRAINT "site_record_days_ordered" CHECK ("we"."site_record"."until_day" >= "we"."site_record"."on_day"),
	CONSTRAINT "site_record_amount_positive" CHECK ("we"."site_record"."amount_fen" > 0 and "we"."site_record"."required_fen" >= 0),
	CONSTRAINT "site_record_stated_known" CHECK ("we"."site_record"."stated_by" in ('owner','contractor','authority')),
	CONSTRAINT "site_record_decided_once" CHECK ("we"."site_record"."effective_at" is null or "we"."site_record"."refused_at" is null)
);
--> statement-breakpoint
CREATE TABLE "we"."complaint" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"region_code" integer NOT NULL,
	"kind" text NOT NULL,
	"about_id" text NOT NULL,
	"on_day" date NOT NULL,
	"closed_on" date DEFAULT 'infinity' NOT NULL,
	"outcome" text,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "complaint_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "complaint_kind_known" CHECK ("we"."complaint"."kind" in ('card-withheld','wages','other')),
	CONSTRAINT "complaint_outcome_known" CHECK ("we"."complaint"."outcome" in ('settled','unfounded')),
	CONSTRAINT "complaint_closed_both" CHECK (("we"."complaint"."closed_on" = 'infinity') = ("we"."complaint"."outcome" is null))
);
--> statement-breakpoint
ALTER TABLE "we"."site_record" ADD CONSTRAINT "site_record_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "we"."complaint" ADD CONSTRAINT "complaint_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "site_record_day" ON "we"."site_record" USING btree ("project_id","on_day","id");
--> statement-breakpoint
CREATE INDEX "site_record_person" ON "we"."site_record" USING btree ("project_id","id_bidx") WHERE id_bidx is not null;
--> statement-breakpoint
CREATE INDEX "site_record_used" ON "we"."site_record" USING btree ("project_id") WHERE kind = 'deposit-used';
--> statement-breakpoint
CREATE INDEX "complaint_open" ON "we"."complaint" USING btree ("kind","closed_on","on_day");
--> statement-breakpoint
-- Of a birthday only the day is kept on which somebody under age at his entry turns sixteen; of cards, the first day of one.
ALTER TABLE "we"."engagement" ADD COLUMN "minor_until" date;
--> statement-breakpoint
ALTER TABLE "we"."engagement" ADD COLUMN "carded_on" date;
--> statement-breakpoint
ALTER TABLE "we"."engagement" ADD COLUMN "doubled" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
UPDATE "we"."engagement" e SET carded_on = c.first_day
FROM (SELECT project_id, engagement_id, min(from_day) AS first_day FROM "we"."engagement_card" GROUP BY 1, 2) c
WHERE c.project_id = e.project_id AND c.engagement_id = e.id;
--> statement-breakpoint
CREATE INDEX "engagement_unsigned" ON "we"."engagement" USING btree ("contract_signed_on","exited_on") WHERE contract_signed_on is null or contract_signed_on > entered_on;
--> statement-breakpoint
CREATE INDEX "engagement_uncarded" ON "we"."engagement" USING btree ("carded_on","exited_on") WHERE carded_on is null or carded_on > entered_on;
--> statement-breakpoint
CREATE INDEX "engagement_odd" ON "we"."engagement" USING btree ("exited_on") WHERE minor_until is not null or doubled;
