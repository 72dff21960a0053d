set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
CREATE TABLE "we"."person" (
	"id" uuid NOT NULL,
	"username" text NOT NULL,
	"name" text NOT NULL,
	"email" text GENERATED ALWAYS AS (username || '@people.invalid') STORED,
	"two_factor_enabled" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"company_id" text NOT NULL,
	"role" text NOT NULL,
	"region_lo" integer,
	"region_hi" integer,
	"disabled_at" timestamp with time zone,
	"failures" integer NOT NULL,
	"locked_until" timestamp with time zone,
	CONSTRAINT "person_pk" PRIMARY KEY("id"),
	CONSTRAINT "person_username_once" UNIQUE("username"),
	CONSTRAINT "person_holder_once" UNIQUE("company_id","name"),
	CONSTRAINT "person_username_form" CHECK ("we"."person"."username" ~ '^[a-z0-9][a-z0-9._-]{2,31}$'),
	CONSTRAINT "person_region_whole" CHECK (("we"."person"."region_lo" is null) = ("we"."person"."region_hi" is null))
);
--> statement-breakpoint
CREATE TABLE "we"."person_account" (
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"provider_id" text NOT NULL,
	"account_id" text NOT NULL,
	"password" text,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "person_account_pk" PRIMARY KEY("id"),
	CONSTRAINT "person_account_provider_once" UNIQUE("provider_id","account_id"),
	CONSTRAINT "person_account_person_once" UNIQUE("user_id","provider_id"),
	CONSTRAINT "person_account_person" FOREIGN KEY ("user_id") REFERENCES "we"."person"("id")
);
--> statement-breakpoint
CREATE TABLE "we"."session" (
	"id" uuid NOT NULL,
	"token" text NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"began_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"second_at" timestamp with time zone,
	CONSTRAINT "session_pk" PRIMARY KEY("id"),
	CONSTRAINT "session_token_once" UNIQUE("token"),
	CONSTRAINT "session_of_person" FOREIGN KEY ("user_id") REFERENCES "we"."person"("id")
);
--> statement-breakpoint
CREATE INDEX "session_person" ON "we"."session" USING btree ("user_id");
--> statement-breakpoint
CREATE TABLE "we"."two_factor" (
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"verified" boolean NOT NULL,
	"failed_verification_count" integer,
	"locked_until" timestamp with time zone,
	"used_codes" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "two_factor_pk" PRIMARY KEY("id"),
	CONSTRAINT "two_factor_person_once" UNIQUE("user_id"),
	CONSTRAINT "two_factor_person" FOREIGN KEY ("user_id") REFERENCES "we"."person"("id")
);
--> statement-breakpoint
CREATE TABLE "we"."verification" (
	"id" uuid NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "verification_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE INDEX "verification_identifier" ON "we"."verification" USING btree ("identifier");
--> statement-breakpoint
CREATE TABLE "we"."invitation" (
	"hash" text NOT NULL,
	"person_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "invitation_pk" PRIMARY KEY("hash"),
	CONSTRAINT "invitation_of_person" FOREIGN KEY ("person_id") REFERENCES "we"."person"("id")
);
--> statement-breakpoint
CREATE INDEX "invitation_person" ON "we"."invitation" USING btree ("person_id");
