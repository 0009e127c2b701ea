-- What Ponto says of the organization and of the bank of an account. New columns only: the release before goes on beside it.
ALTER TABLE "bank_account" ADD COLUMN "payments_supported" boolean;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "onboarding_complete" boolean;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "payments_activated" boolean;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "payments_activation_requested" boolean;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "organization_read_at" timestamp with time zone;
