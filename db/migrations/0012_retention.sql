set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
ALTER TABLE "we"."project_directory" ADD COLUMN "erased_on" date;
--> statement-breakpoint
ALTER TABLE "we"."engagement" ALTER COLUMN "id_cipher" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "we"."said" ALTER COLUMN "text_cipher" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "we"."bank_message" ALTER COLUMN "raw_cipher" DROP NOT NULL;
