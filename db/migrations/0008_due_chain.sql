CREATE UNLOGGED TABLE "we"."due_chain" (
	"project_id" bigint NOT NULL,
	"wage_month" date NOT NULL,
	"root_batch_id" uuid NOT NULL,
	"root_line_no" integer NOT NULL,
	"day" date NOT NULL,
	"id" uuid NOT NULL,
	"employer_id" text NOT NULL,
	"due_day" date NOT NULL,
	"engagement_id" uuid NOT NULL,
	"net_fen" bigint NOT NULL,
	"pay_fen" bigint NOT NULL,
	"replaced" boolean NOT NULL,
	"paid_fen" bigint NOT NULL,
	"final_day" date,
	"heard_at" timestamp with time zone,
	"failed" boolean NOT NULL,
	CONSTRAINT "due_chain_pk" PRIMARY KEY("project_id","wage_month","root_batch_id","root_line_no")
);
