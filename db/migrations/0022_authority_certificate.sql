set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."authority_certificate" (
	"authority_id" text NOT NULL,
	"certificate_cipher" text NOT NULL,
	"fingerprint" text NOT NULL,
	"subject" text NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "authority_certificate_pk" PRIMARY KEY("authority_id")
);
