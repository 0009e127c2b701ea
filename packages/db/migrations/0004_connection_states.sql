-- Every change of a connection's state is kept, and what a person must decide about a new link waits in its attempt.
-- A process of the release before may go on beside it: new columns have defaults; it writes no history.
CREATE TABLE "connection_transition" (
	"company_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"event" text NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"reason" text,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text,
	"provider_request_id" text,
	CONSTRAINT "connection_transition_key" PRIMARY KEY("company_id","connection_id","revision")
);
--> statement-breakpoint
ALTER TABLE "connection_transition" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "authorization_attempt" ADD COLUMN "held_grant_envelope" text;--> statement-breakpoint
ALTER TABLE "authorization_attempt" ADD COLUMN "held_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "state_since" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "state_reason" text;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "connection_transition" ADD CONSTRAINT "connection_transition_connection" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connection"("company_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "bank_account_of_holder" ON "bank_account" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (reference = any(string_to_array(current_setting('app.account_references', true), ',')));--> statement-breakpoint
CREATE POLICY "connection_of_organization" ON "connection" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (organization_id = current_setting('app.organization_id', true));--> statement-breakpoint
CREATE POLICY "connection_transition_of_company" ON "connection_transition" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
GRANT SELECT, INSERT ON "connection_transition" TO onfact_ponto_application;--> statement-breakpoint

-- Forced row-level security hides every row from the owner as well, so it is lifted for what is filled in here.
ALTER TABLE "connection" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "connection" SET "state_since" = coalesce("deactivated_at", "connected_at", "activated_at");--> statement-breakpoint
INSERT INTO "connection_transition" ("company_id", "connection_id", "revision", "at", "event", "to_state", "reason", "actor_type", "actor_id")
SELECT "company_id", "connection_id", 1, "state_since", 'activated', "state", 'before_history', 'system', 'migration' FROM "connection";--> statement-breakpoint
ALTER TABLE "connection" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "connection_transition" FORCE ROW LEVEL SECURITY;
