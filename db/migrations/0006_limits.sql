CREATE UNLOGGED TABLE "we"."permit" (
	"policy" text NOT NULL,
	"caller" text NOT NULL,
	"taken" integer NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	CONSTRAINT "permit_pk" PRIMARY KEY("policy","caller")
);
