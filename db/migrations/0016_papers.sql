ALTER TABLE "we"."notice" ADD COLUMN "joint_id" text;
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD COLUMN "edited_on" date;
--> statement-breakpoint
ALTER TABLE "we"."notice" ADD COLUMN "edited_by" text;
--> statement-breakpoint
ALTER TABLE "we"."authority_setting" ADD COLUMN "organisation" text;
--> statement-breakpoint
ALTER TABLE "we"."authority_setting" ADD COLUMN "phone" text;
--> statement-breakpoint
ALTER TABLE "we"."authority_setting" ADD COLUMN "contact" text;
--> statement-breakpoint
ALTER TABLE "we"."authority_setting" ADD COLUMN "seal" jsonb;
--> statement-breakpoint
ALTER TABLE "we"."authority_setting" ADD COLUMN "seal_sha256" text;
--> statement-breakpoint
ALTER TABLE "we"."authority_setting" ADD CONSTRAINT "authority_setting_seal_whole" CHECK (("we"."authority_setting"."seal" is null) = ("we"."authority_setting"."seal_sha256" is null));
