set local citus.multi_shard_modify_mode = 'sequential';--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS "we";--> statement-breakpoint
CREATE SEQUENCE we.event_id;--> statement-breakpoint
CREATE SEQUENCE we.project_id START 32;
--> statement-breakpoint
CREATE TABLE "we"."account_directory" (
	"account_bidx" text NOT NULL,
	"bank_code" text NOT NULL,
	"project_id" bigint NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "account_directory_pk" PRIMARY KEY("account_bidx")
);
--> statement-breakpoint
CREATE TABLE "we"."account_entry" (
	"project_id" bigint NOT NULL,
	"account_id" uuid NOT NULL,
	"entry_id" text NOT NULL,
	"direction" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"balance_after_fen" bigint,
	"booked_at" timestamp with time zone NOT NULL,
	"booked_on" date NOT NULL,
	"value_day" date NOT NULL,
	"purpose" text,
	"period" date,
	"counterparty_name" text,
	"counterparty_bidx" text,
	"counterparty_cipher" text,
	"counterparty_kind" text,
	"batch_no" text,
	"end_to_end_id" text,
	"entry_text" text,
	"reversal_of" text,
	"return_of" text,
	"message_id" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "account_entry_pk" PRIMARY KEY("project_id","account_id","entry_id"),
	CONSTRAINT "account_entry_direction_known" CHECK ("we"."account_entry"."direction" in ('credit','debit')),
	CONSTRAINT "account_entry_amount_positive" CHECK ("we"."account_entry"."amount_fen" > 0),
	CONSTRAINT "account_entry_purpose_known" CHECK ("we"."account_entry"."purpose" in ('transfer','wage','return','interest','fee','other'))
);
--> statement-breakpoint
CREATE TABLE "we"."balance_mark" (
	"project_id" bigint NOT NULL,
	"account_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"balance_fen" bigint NOT NULL,
	"frozen_fen" bigint,
	"message_id" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "balance_mark_pk" PRIMARY KEY("project_id","account_id","at")
);
--> statement-breakpoint
CREATE TABLE "we"."bank_message" (
	"bank_code" text NOT NULL,
	"message_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"digest" text NOT NULL,
	"raw_cipher" text NOT NULL,
	"answer_cipher" text,
	"answer_status" integer,
	"received_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "bank_message_pk" PRIMARY KEY("bank_code","message_id"),
	CONSTRAINT "bank_message_status_known" CHECK ("we"."bank_message"."status" in ('received','done','refused'))
);
--> statement-breakpoint
CREATE TABLE "we"."bank_unmatched" (
	"bank_code" text NOT NULL,
	"message_id" text NOT NULL,
	"item_no" integer NOT NULL,
	"kind" text NOT NULL,
	"waits_for" text NOT NULL,
	"item_cipher" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_unmatched_pk" PRIMARY KEY("bank_code","message_id","item_no")
);
--> statement-breakpoint
CREATE TABLE "we"."feed_mark" (
	"project_id" bigint NOT NULL,
	"account_id" uuid NOT NULL,
	"through" date NOT NULL,
	"message_id" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "feed_mark_pk" PRIMARY KEY("project_id","account_id","through")
);
--> statement-breakpoint
CREATE TABLE "we"."suspect_debit" (
	"project_id" bigint NOT NULL,
	"account_id" uuid NOT NULL,
	"entry_id" text NOT NULL,
	"booked_on" date NOT NULL,
	"suspect_fen" bigint NOT NULL,
	"explained_on" date DEFAULT 'infinity' NOT NULL,
	CONSTRAINT "suspect_debit_pk" PRIMARY KEY("project_id","account_id","entry_id")
);
--> statement-breakpoint
CREATE TABLE "we"."wage_account" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"region_code" integer NOT NULL,
	"owner_id" text NOT NULL,
	"contractor_id" text NOT NULL,
	"bank_code" text NOT NULL,
	"account_bidx" text NOT NULL,
	"account_cipher" text NOT NULL,
	"last4" text NOT NULL,
	"name" text NOT NULL,
	"opened_on" date NOT NULL,
	"filed_on" date,
	"agreement_signed_on" date,
	"closed_on" date,
	"closing_notice_on" date,
	"balance_fen" bigint DEFAULT 0 NOT NULL,
	"frozen_fen" bigint DEFAULT 0 NOT NULL,
	"feed_through" date,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "wage_account_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "wage_account_closed_after" CHECK ("we"."wage_account"."closed_on" >= "we"."wage_account"."opened_on")
);
--> statement-breakpoint
CREATE TABLE "we"."alert" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"region_code" integer NOT NULL,
	"owner_id" text NOT NULL,
	"contractor_id" text NOT NULL,
	"employer_id" text,
	"rule_id" text NOT NULL,
	"subject" text NOT NULL,
	"period" text NOT NULL,
	"episode" integer NOT NULL,
	"status" text NOT NULL,
	"held" boolean NOT NULL,
	"level" integer NOT NULL,
	"found_level" integer NOT NULL,
	"floor_level" integer DEFAULT 0 NOT NULL,
	"amount_fen" bigint DEFAULT 0 NOT NULL,
	"due_day" date,
	"facts" jsonb NOT NULL,
	"audience" text NOT NULL,
	"main_id" text,
	"opened_on" date NOT NULL,
	"risen_on" date NOT NULL,
	"last_found_on" date NOT NULL,
	"cleared_on" date,
	"replied_at" timestamp with time zone,
	"dismissed_at" timestamp with time zone,
	"dismissed_level" integer,
	"dismissed_fen" bigint,
	CONSTRAINT "alert_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "alert_status_known" CHECK ("we"."alert"."status" in ('open','held','replied','cleared','dismissed')),
	CONSTRAINT "alert_level_known" CHECK ("we"."alert"."level" between 1 and 3 and "we"."alert"."found_level" between 1 and 3 and "we"."alert"."floor_level" between 0 and 3),
	CONSTRAINT "alert_audience_known" CHECK ("we"."alert"."audience" in ('authority','parties'))
);
--> statement-breakpoint
CREATE TABLE "we"."event" (
	"project_id" bigint NOT NULL,
	"id" bigint DEFAULT nextval('we.event_id') NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"actor" text NOT NULL,
	"name" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"digest" text NOT NULL,
	"block_no" integer,
	"leaf_no" integer,
	CONSTRAINT "event_pk" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "we"."notice" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"region_code" integer NOT NULL,
	"owner_id" text NOT NULL,
	"contractor_id" text NOT NULL,
	"instrument" text NOT NULL,
	"level" integer NOT NULL,
	"addressee_id" text NOT NULL,
	"authority_id" text,
	"status" text NOT NULL,
	"alert_ids" jsonb NOT NULL,
	"facts_cipher" text NOT NULL,
	"facts_digest" text NOT NULL,
	"template" text NOT NULL,
	"sha256" text,
	"drafted_on" date NOT NULL,
	"refreshed_on" date NOT NULL,
	"number" text,
	"approved_at" timestamp with time zone,
	"approved_by" text,
	"served_at" timestamp with time zone,
	"reply_due_on" date,
	"lapsed_on" date,
	CONSTRAINT "notice_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "notice_instrument_known" CHECK ("we"."notice"."instrument" in ('reminder','warning','supervision','referral')),
	CONSTRAINT "notice_status_known" CHECK ("we"."notice"."status" in ('draft','approved','served','answered','overdue','lapsed','withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "we"."notice_file" (
	"project_id" bigint NOT NULL,
	"notice_id" uuid NOT NULL,
	"facts_digest" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL,
	CONSTRAINT "notice_file_pk" PRIMARY KEY("project_id","notice_id","facts_digest")
);
--> statement-breakpoint
CREATE TABLE "we"."meeting" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"obligation_id" uuid NOT NULL,
	"fact_kind" text NOT NULL,
	"fact_id" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"on_day" date NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "meeting_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "meeting_fact_known" CHECK ("we"."meeting"."fact_kind" in ('payout','entry','batch','account','step','attendance'))
);
--> statement-breakpoint
CREATE TABLE "we"."obligation" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"region_code" integer NOT NULL,
	"owner_id" text NOT NULL,
	"contractor_id" text NOT NULL,
	"employer_id" text,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"period" text NOT NULL,
	"nominal_day" date NOT NULL,
	"due_day" date NOT NULL,
	"provisional" boolean NOT NULL,
	"terms_version" integer,
	"amount_fen" bigint,
	"met_fen" bigint DEFAULT 0 NOT NULL,
	"open_count" integer DEFAULT 0 NOT NULL,
	"met_on" date DEFAULT 'infinity' NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone DEFAULT 'infinity' NOT NULL,
	"ended_why" text,
	CONSTRAINT "obligation_pk" PRIMARY KEY("project_id","id","version"),
	CONSTRAINT "obligation_kind_known" CHECK ("we"."obligation"."kind" in ('wage','payroll-sheet','resend','transfer','account-opening','account-filing','settlement-review','settlement-payment')),
	CONSTRAINT "obligation_ended_known" CHECK ("we"."obligation"."ended_why" in ('superseded','void','withdrawn','nothing-owed')),
	CONSTRAINT "obligation_ended_both" CHECK (("we"."obligation"."ended_at" = 'infinity') = ("we"."obligation"."ended_why" is null))
);
--> statement-breakpoint
CREATE TABLE "we"."api_key" (
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"company_id" text NOT NULL,
	"holder" text NOT NULL,
	"grants" text[] NOT NULL,
	"region_lo" integer,
	"region_hi" integer,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_key_pk" PRIMARY KEY("prefix")
);
--> statement-breakpoint
CREATE TABLE "we"."bank" (
	"code" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "bank_pk" PRIMARY KEY("code")
);
--> statement-breakpoint
CREATE TABLE "we"."bank_secret" (
	"bank_code" text NOT NULL,
	"version" integer NOT NULL,
	"secret_cipher" text NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone,
	CONSTRAINT "bank_secret_pk" PRIMARY KEY("bank_code","version"),
	CONSTRAINT "bank_secret_code_form" CHECK ("we"."bank_secret"."bank_code" ~ '^[0-9]{3}$')
);
--> statement-breakpoint
CREATE TABLE "we"."calendar_day" (
	"day" date NOT NULL,
	"working" boolean NOT NULL,
	"name" text,
	"wd_no" integer NOT NULL,
	"back_day" date NOT NULL,
	"fwd_day" date NOT NULL,
	"provisional" boolean NOT NULL,
	CONSTRAINT "calendar_day_pk" PRIMARY KEY("day")
);
--> statement-breakpoint
CREATE TABLE "we"."calendar_year" (
	"year" integer NOT NULL,
	"confirmed" boolean NOT NULL,
	"source" text NOT NULL,
	"days" jsonb NOT NULL,
	"loaded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "calendar_year_pk" PRIMARY KEY("year")
);
--> statement-breakpoint
CREATE TABLE "we"."idempotent_answer" (
	"holder" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"digest" text NOT NULL,
	"status" integer NOT NULL,
	"answer_cipher" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotent_answer_pk" PRIMARY KEY("holder","route","key")
);
--> statement-breakpoint
CREATE TABLE "we"."job_run" (
	"job" text NOT NULL,
	"day" date NOT NULL,
	"status" text NOT NULL,
	"claimed_by" uuid NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"as_of" timestamp with time zone NOT NULL,
	"counts" jsonb,
	"failure" text,
	CONSTRAINT "job_run_pk" PRIMARY KEY("job","day"),
	CONSTRAINT "job_run_status_known" CHECK ("we"."job_run"."status" in ('running','done','failed'))
);
--> statement-breakpoint
CREATE TABLE "we"."region" (
	"code" integer NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "region_pk" PRIMARY KEY("code")
);
--> statement-breakpoint
CREATE TABLE "we"."batch_counter" (
	"project_id" bigint NOT NULL,
	"wage_month" date NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "batch_counter_pk" PRIMARY KEY("project_id","wage_month")
);
--> statement-breakpoint
CREATE TABLE "we"."payout_event" (
	"project_id" bigint NOT NULL,
	"wage_month" date NOT NULL,
	"batch_id" uuid NOT NULL,
	"line_no" integer NOT NULL,
	"outcome" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"on_day" date NOT NULL,
	"root_batch_id" uuid NOT NULL,
	"root_line_no" integer NOT NULL,
	"amount_fen" bigint NOT NULL,
	"reason_code" text,
	"reason_text" text,
	"payee_name" text,
	"payee_bidx" text,
	"message_id" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payout_event_pk" PRIMARY KEY("project_id","batch_id","line_no","outcome","at"),
	CONSTRAINT "payout_event_outcome_known" CHECK ("we"."payout_event"."outcome" in ('accepted','unknown','rejected','paid','returned')),
	CONSTRAINT "payout_event_amount_positive" CHECK ("we"."payout_event"."amount_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "we"."payroll_batch" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"batch_no" text NOT NULL,
	"wage_month" date NOT NULL,
	"employer_id" text NOT NULL,
	"kind" text NOT NULL,
	"reference" text,
	"status" text NOT NULL,
	"line_count" integer NOT NULL,
	"total_gross_fen" bigint NOT NULL,
	"total_net_fen" bigint NOT NULL,
	"total_pay_fen" bigint NOT NULL,
	"claimed_by" text NOT NULL,
	"claimed_on" date NOT NULL,
	"claimed_at" timestamp with time zone NOT NULL,
	"approved_by" text,
	"approved_at" timestamp with time zone,
	"ordered_by" text,
	"ordered_on" date,
	"ordered_at" timestamp with time zone,
	"withdrawn_on" date DEFAULT 'infinity' NOT NULL,
	"withdrawn_why" text,
	CONSTRAINT "payroll_batch_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "payroll_batch_kind_known" CHECK ("we"."payroll_batch"."kind" in ('regular','supplement','correction','resend')),
	CONSTRAINT "payroll_batch_status_known" CHECK ("we"."payroll_batch"."status" in ('claimed','approved','ordered','paying','paid','withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "we"."payroll_line" (
	"project_id" bigint NOT NULL,
	"wage_month" date NOT NULL,
	"batch_id" uuid NOT NULL,
	"line_no" integer NOT NULL,
	"region_code" integer NOT NULL,
	"owner_id" text NOT NULL,
	"contractor_id" text NOT NULL,
	"employer_id" text NOT NULL,
	"engagement_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"work_days" integer,
	"gross_fen" bigint NOT NULL,
	"net_fen" bigint NOT NULL,
	"pay_fen" bigint NOT NULL,
	"deductions" jsonb,
	"card_bidx" text,
	"card_cipher" text,
	"card_last4" text,
	"confirmed_at" timestamp with time zone,
	"claimed_on" date NOT NULL,
	"withdrawn_on" date DEFAULT 'infinity' NOT NULL,
	"root_batch_id" uuid,
	"root_line_no" integer,
	"replaces_batch_id" uuid,
	"replaces_line_no" integer,
	"replaced_on" date DEFAULT 'infinity' NOT NULL,
	"state" text NOT NULL,
	"paid_fen" bigint DEFAULT 0 NOT NULL,
	"final_on" date,
	CONSTRAINT "payroll_line_pk" PRIMARY KEY("project_id","wage_month","batch_id","line_no"),
	CONSTRAINT "payroll_line_state_known" CHECK ("we"."payroll_line"."state" in ('claimed','ordered','accepted','unknown','paid','rejected','returned','withdrawn')),
	CONSTRAINT "payroll_line_net_positive" CHECK ("we"."payroll_line"."net_fen" >= 0 and "we"."payroll_line"."pay_fen" >= 0),
	CONSTRAINT "payroll_line_gross_covers" CHECK ("we"."payroll_line"."gross_fen" >= "we"."payroll_line"."net_fen")
) PARTITION BY RANGE ("wage_month");
--> statement-breakpoint
CREATE TABLE "we"."attendance_month" (
	"project_id" bigint NOT NULL,
	"month" date NOT NULL,
	"engagement_id" uuid NOT NULL,
	"employer_id" text NOT NULL,
	"days" integer NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attendance_month_pk" PRIMARY KEY("project_id","month","engagement_id"),
	CONSTRAINT "attendance_month_first" CHECK (extract(day from "we"."attendance_month"."month") = 1),
	CONSTRAINT "attendance_month_some" CHECK ("we"."attendance_month"."days" <> 0)
);
--> statement-breakpoint
CREATE TABLE "we"."attendance_unmatched" (
	"project_id" bigint NOT NULL,
	"month" date NOT NULL,
	"id_bidx" text NOT NULL,
	"days" integer NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attendance_unmatched_pk" PRIMARY KEY("project_id","month","id_bidx")
);
--> statement-breakpoint
CREATE TABLE "we"."company" (
	"uscc" text NOT NULL,
	"name" text NOT NULL,
	"kinds" text[] NOT NULL,
	"size" text,
	"ownership" text,
	"region_lo" integer,
	"region_hi" integer,
	"phone" text,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "company_pk" PRIMARY KEY("uscc"),
	CONSTRAINT "company_uscc_form" CHECK ("we"."company"."uscc" ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
	CONSTRAINT "company_size_known" CHECK ("we"."company"."size" in ('large','medium','small','micro')),
	CONSTRAINT "company_ownership_known" CHECK ("we"."company"."ownership" in ('state','private','government','institution','other'))
);
--> statement-breakpoint
CREATE TABLE "we"."contract_terms" (
	"project_id" bigint NOT NULL,
	"version" integer NOT NULL,
	"from_month" date NOT NULL,
	"signed_on" date NOT NULL,
	"total_fen" bigint NOT NULL,
	"contractor_size" text NOT NULL,
	"labour_cost_fen" bigint,
	"labour_cost_ratio" numeric(5, 4),
	"transfer_day" integer,
	"transfer_month_offset" integer,
	"pay_day" integer,
	"pay_month_offset" integer,
	"review_days" integer,
	"payment_days" integer,
	"audit_clause" text NOT NULL,
	"audit_clause_text" text,
	"effective_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "contract_terms_pk" PRIMARY KEY("project_id","version"),
	CONSTRAINT "contract_terms_total_positive" CHECK ("we"."contract_terms"."total_fen" > 0),
	CONSTRAINT "contract_terms_labour_one" CHECK ("we"."contract_terms"."labour_cost_fen" is null or "we"."contract_terms"."labour_cost_ratio" is null),
	CONSTRAINT "contract_terms_labour_positive" CHECK ("we"."contract_terms"."labour_cost_fen" > 0),
	CONSTRAINT "contract_terms_ratio_share" CHECK ("we"."contract_terms"."labour_cost_ratio" > 0 and "we"."contract_terms"."labour_cost_ratio" <= 1),
	CONSTRAINT "contract_terms_days" CHECK ("we"."contract_terms"."transfer_day" between 1 and 31 and "we"."contract_terms"."pay_day" between 1 and 31),
	CONSTRAINT "contract_terms_audit_known" CHECK ("we"."contract_terms"."audit_clause" in ('none','basis','condition','both'))
);
--> statement-breakpoint
CREATE TABLE "we"."engagement" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"region_code" integer NOT NULL,
	"owner_id" text NOT NULL,
	"contractor_id" text NOT NULL,
	"employer_id" text NOT NULL,
	"worker_id" uuid NOT NULL,
	"id_bidx" text NOT NULL,
	"id_cipher" text NOT NULL,
	"id_last4" text NOT NULL,
	"name" text NOT NULL,
	"team" text,
	"trade" text,
	"phone_cipher" text,
	"contract_kind" text,
	"contract_signed_on" date,
	"entered_on" date NOT NULL,
	"exited_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "engagement_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "engagement_dates_ordered" CHECK ("we"."engagement"."exited_on" >= "we"."engagement"."entered_on")
);
--> statement-breakpoint
CREATE TABLE "we"."engagement_card" (
	"project_id" bigint NOT NULL,
	"engagement_id" uuid NOT NULL,
	"card_bidx" text NOT NULL,
	"from_day" date NOT NULL,
	"card_cipher" text NOT NULL,
	"card_last4" text NOT NULL,
	"bank_code" text,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "engagement_card_pk" PRIMARY KEY("project_id","engagement_id","card_bidx","from_day")
);
--> statement-breakpoint
CREATE TABLE "we"."participant" (
	"project_id" bigint NOT NULL,
	"company_id" text NOT NULL,
	"role" text NOT NULL,
	"enters_on" date,
	"exits_on" date,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "participant_pk" PRIMARY KEY("project_id","company_id"),
	CONSTRAINT "participant_role_known" CHECK ("we"."participant"."role" in ('subcontractor','supervisor'))
);
--> statement-breakpoint
CREATE TABLE "we"."payer_account" (
	"project_id" bigint NOT NULL,
	"terms_version" integer NOT NULL,
	"account_bidx" text NOT NULL,
	"name" text NOT NULL,
	"account_cipher" text NOT NULL,
	"last4" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payer_account_pk" PRIMARY KEY("project_id","terms_version","account_bidx")
);
--> statement-breakpoint
CREATE TABLE "we"."progress" (
	"project_id" bigint NOT NULL,
	"month" date NOT NULL,
	"version" integer NOT NULL,
	"value_fen" bigint NOT NULL,
	"confirmed_on" date NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "progress_pk" PRIMARY KEY("project_id","month","version"),
	CONSTRAINT "progress_value_positive" CHECK ("we"."progress"."value_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "we"."project" (
	"id" bigint NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"region_code" integer NOT NULL,
	"owner_id" text NOT NULL,
	"contractor_id" text NOT NULL,
	"fund_source" text NOT NULL,
	"status" text NOT NULL,
	"starts_on" date,
	"ends_on" date,
	"permit_on" date,
	"confirmed_at" timestamp with time zone,
	"confirmed_by" text,
	"proposal" jsonb,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "project_pk" PRIMARY KEY("id"),
	CONSTRAINT "project_fund_known" CHECK ("we"."project"."fund_source" in ('government','state','private')),
	CONSTRAINT "project_status_known" CHECK ("we"."project"."status" in ('preparing','active','suspended','finished')),
	CONSTRAINT "project_dates_ordered" CHECK ("we"."project"."ends_on" >= "we"."project"."starts_on")
);
--> statement-breakpoint
CREATE TABLE "we"."project_directory" (
	"code" text NOT NULL,
	"project_id" bigint NOT NULL,
	"region_code" integer NOT NULL,
	CONSTRAINT "project_directory_pk" PRIMARY KEY("code"),
	CONSTRAINT "project_directory_code_form" CHECK ("we"."project_directory"."code" ~ '^[0-9A-Za-z-]{1,32}$')
);
--> statement-breakpoint
CREATE TABLE "we"."project_party" (
	"company_id" text NOT NULL,
	"project_id" bigint NOT NULL,
	"role" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "project_party_pk" PRIMARY KEY("company_id","project_id","role"),
	CONSTRAINT "project_party_role_known" CHECK ("we"."project_party"."role" in ('owner','contractor','subcontractor','supervisor','employer'))
);
--> statement-breakpoint
CREATE TABLE "we"."project_status" (
	"project_id" bigint NOT NULL,
	"seq" integer NOT NULL,
	"status" text NOT NULL,
	"on_day" date NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	"stated_by" text NOT NULL,
	CONSTRAINT "project_status_pk" PRIMARY KEY("project_id","seq")
);
--> statement-breakpoint
CREATE TABLE "we"."worker" (
	"id" uuid NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "worker_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "we"."worker_index" (
	"bidx" text NOT NULL,
	"key_version" integer NOT NULL,
	"worker_id" uuid NOT NULL,
	CONSTRAINT "worker_index_pk" PRIMARY KEY("bidx")
);
--> statement-breakpoint
CREATE TABLE "we"."settlement" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"level" text NOT NULL,
	"claimed_fen" bigint NOT NULL,
	"delivered_on" date NOT NULL,
	"complete_on" date,
	"reference" text,
	"status" text NOT NULL,
	"stated_by" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "settlement_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "settlement_level_known" CHECK ("we"."settlement"."level" in ('progress','process','unit','single','whole')),
	CONSTRAINT "settlement_claimed_positive" CHECK ("we"."settlement"."claimed_fen" > 0),
	CONSTRAINT "settlement_status_known" CHECK ("we"."settlement"."status" in ('delivered','reviewed','confirmed','due','paid','withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "we"."settlement_step" (
	"project_id" bigint NOT NULL,
	"settlement_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"step" text NOT NULL,
	"on_day" date NOT NULL,
	"stated_by" text NOT NULL,
	"amount_fen" bigint,
	"reason_code" text,
	"reason_text" text,
	"missing_papers" jsonb,
	"evidence" jsonb,
	"actor" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "settlement_step_pk" PRIMARY KEY("project_id","settlement_id","seq"),
	CONSTRAINT "settlement_step_stated_known" CHECK ("we"."settlement_step"."stated_by" in ('owner','contractor','authority'))
);
--> statement-breakpoint
CREATE TABLE "we"."transfer_delay" (
	"project_id" bigint NOT NULL,
	"id" uuid NOT NULL,
	"period" date NOT NULL,
	"on_day" date NOT NULL,
	"stated_by" text NOT NULL,
	"reason_code" text,
	"reason_text" text,
	"evidence" jsonb,
	"withdrawn_on" date DEFAULT 'infinity' NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "transfer_delay_pk" PRIMARY KEY("project_id","id"),
	CONSTRAINT "transfer_delay_stated_known" CHECK ("we"."transfer_delay"."stated_by" in ('owner','contractor','authority'))
);
--> statement-breakpoint
ALTER TABLE "we"."account_entry" ADD CONSTRAINT "account_entry_account_fk" FOREIGN KEY ("project_id","account_id") REFERENCES "we"."wage_account"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."balance_mark" ADD CONSTRAINT "balance_mark_account_fk" FOREIGN KEY ("project_id","account_id") REFERENCES "we"."wage_account"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."feed_mark" ADD CONSTRAINT "feed_mark_account_fk" FOREIGN KEY ("project_id","account_id") REFERENCES "we"."wage_account"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."wage_account" ADD CONSTRAINT "wage_account_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."payroll_batch" ADD CONSTRAINT "payroll_batch_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."attendance_month" ADD CONSTRAINT "attendance_month_engagement_fk" FOREIGN KEY ("project_id","engagement_id") REFERENCES "we"."engagement"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."contract_terms" ADD CONSTRAINT "contract_terms_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."engagement" ADD CONSTRAINT "engagement_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."engagement_card" ADD CONSTRAINT "engagement_card_engagement_fk" FOREIGN KEY ("project_id","engagement_id") REFERENCES "we"."engagement"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."participant" ADD CONSTRAINT "participant_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."payer_account" ADD CONSTRAINT "payer_account_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."progress" ADD CONSTRAINT "progress_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."project_status" ADD CONSTRAINT "project_status_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."settlement" ADD CONSTRAINT "settlement_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."settlement_step" ADD CONSTRAINT "settlement_step_settlement_fk" FOREIGN KEY ("project_id","settlement_id") REFERENCES "we"."settlement"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "we"."transfer_delay" ADD CONSTRAINT "transfer_delay_project_fk" FOREIGN KEY ("project_id") REFERENCES "we"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_directory_project" ON "we"."account_directory" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "account_entry_batch" ON "we"."account_entry" USING btree ("project_id","batch_no") WHERE batch_no is not null;--> statement-breakpoint
CREATE INDEX "account_entry_day" ON "we"."account_entry" USING btree ("project_id","booked_on");--> statement-breakpoint
CREATE INDEX "bank_message_open" ON "we"."bank_message" USING btree ("received_at") WHERE status = 'received';--> statement-breakpoint
CREATE INDEX "bank_unmatched_waits" ON "we"."bank_unmatched" USING btree ("waits_for","bank_code");--> statement-breakpoint
CREATE INDEX "suspect_debit_open" ON "we"."suspect_debit" USING btree ("explained_on","booked_on");--> statement-breakpoint
CREATE INDEX "wage_account_feed" ON "we"."wage_account" USING btree ("feed_through") WHERE closed_on is null;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_live" ON "we"."alert" USING btree ("project_id","rule_id","subject","period") WHERE status <> 'cleared';--> statement-breakpoint
CREATE INDEX "alert_key" ON "we"."alert" USING btree ("project_id","rule_id","subject","period","episode");--> statement-breakpoint
CREATE INDEX "alert_rule_live" ON "we"."alert" USING btree ("rule_id") WHERE status <> 'cleared';--> statement-breakpoint
CREATE INDEX "alert_page" ON "we"."alert" USING btree ("status","level" DESC NULLS LAST,"due_day","id");--> statement-breakpoint
CREATE INDEX "alert_region_page" ON "we"."alert" USING btree ("region_code","status","level" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "alert_owner" ON "we"."alert" USING btree ("owner_id","status");--> statement-breakpoint
CREATE INDEX "alert_contractor" ON "we"."alert" USING btree ("contractor_id","status");--> statement-breakpoint
CREATE INDEX "event_subject" ON "we"."event" USING btree ("project_id","subject","id");--> statement-breakpoint
CREATE INDEX "event_unsealed" ON "we"."event" USING btree ("id") WHERE block_no is null;--> statement-breakpoint
CREATE UNIQUE INDEX "notice_one_draft" ON "we"."notice" USING btree ("project_id","addressee_id","instrument") WHERE status = 'draft';--> statement-breakpoint
CREATE INDEX "notice_page" ON "we"."notice" USING btree ("status","drafted_on","id");--> statement-breakpoint
CREATE INDEX "meeting_obligation" ON "we"."meeting" USING btree ("project_id","obligation_id","on_day");--> statement-breakpoint
CREATE INDEX "obligation_due" ON "we"."obligation" USING btree ("kind","met_on","due_day") WHERE ended_at = 'infinity';--> statement-breakpoint
CREATE INDEX "obligation_project" ON "we"."obligation" USING btree ("project_id","kind","period") WHERE ended_at = 'infinity';--> statement-breakpoint
CREATE INDEX "obligation_provisional" ON "we"."obligation" USING btree ("project_id") WHERE provisional and ended_at = 'infinity';--> statement-breakpoint
CREATE INDEX "calendar_day_working" ON "we"."calendar_day" USING btree ("wd_no") WHERE working;--> statement-breakpoint
CREATE INDEX "idempotent_answer_age" ON "we"."idempotent_answer" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "payout_event_root" ON "we"."payout_event" USING btree ("project_id","wage_month","root_batch_id","root_line_no");--> statement-breakpoint
CREATE UNIQUE INDEX "payroll_batch_no" ON "we"."payroll_batch" USING btree ("project_id","batch_no");--> statement-breakpoint
CREATE UNIQUE INDEX "payroll_batch_one_regular" ON "we"."payroll_batch" USING btree ("project_id","wage_month","employer_id") WHERE kind = 'regular' and status <> 'withdrawn';--> statement-breakpoint
CREATE INDEX "payroll_line_employer" ON "we"."payroll_line" USING btree ("project_id","wage_month","employer_id","engagement_id");--> statement-breakpoint
CREATE INDEX "payroll_line_open" ON "we"."payroll_line" USING btree ("project_id","wage_month","employer_id") WHERE paid_fen < pay_fen;--> statement-breakpoint
CREATE INDEX "engagement_bidx" ON "we"."engagement" USING btree ("project_id","id_bidx");--> statement-breakpoint
CREATE INDEX "engagement_worker" ON "we"."engagement" USING btree ("worker_id");--> statement-breakpoint
CREATE INDEX "engagement_employer" ON "we"."engagement" USING btree ("project_id","employer_id","entered_on");--> statement-breakpoint
CREATE INDEX "engagement_card_bidx" ON "we"."engagement_card" USING btree ("project_id","card_bidx");--> statement-breakpoint
CREATE INDEX "project_region" ON "we"."project" USING btree ("region_code","id");--> statement-breakpoint
CREATE INDEX "project_owner" ON "we"."project" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "project_contractor" ON "we"."project" USING btree ("contractor_id","id");--> statement-breakpoint
CREATE INDEX "project_directory_project" ON "we"."project_directory" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "project_party_project" ON "we"."project_party" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "settlement_open" ON "we"."settlement" USING btree ("project_id","id") WHERE status not in ('paid','withdrawn');--> statement-breakpoint
CREATE INDEX "settlement_step_withdrawn" ON "we"."settlement_step" USING btree ("on_day") WHERE step = 'withdrawn';--> statement-breakpoint
CREATE INDEX "settlement_step_delay" ON "we"."settlement_step" USING btree ("project_id","settlement_id") WHERE step = 'delay-stated';--> statement-breakpoint
CREATE INDEX "transfer_delay_period" ON "we"."transfer_delay" USING btree ("project_id","period");