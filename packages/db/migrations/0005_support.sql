-- What support needs to see: every call to Ponto and onFact, without bodies, and the evidence of a problem; and a
-- session of its own, which never works for a company. A process of the release before may go on beside it: new columns
-- may be empty or have a default.
CREATE TABLE "outgoing_call" (
	"company_id" uuid NOT NULL,
	"outgoing_call_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid,
	"system" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"operation" text NOT NULL,
	"status" integer,
	"duration_ms" integer NOT NULL,
	"error_code" text,
	"request_id" text,
	CONSTRAINT "outgoing_call_key" PRIMARY KEY("company_id","outgoing_call_id")
);
--> statement-breakpoint
ALTER TABLE "outgoing_call" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "is_support" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_account" ADD COLUMN "problem_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bank_account" ADD COLUMN "problem_provider_code" text;--> statement-breakpoint
ALTER TABLE "bank_account" ADD COLUMN "problem_request_id" text;--> statement-breakpoint
ALTER TABLE "pull" ADD COLUMN "provider_status" integer;--> statement-breakpoint
ALTER TABLE "pull" ADD COLUMN "provider_code" text;--> statement-breakpoint
ALTER TABLE "outgoing_call" ADD CONSTRAINT "outgoing_call_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outgoing_call_recent_idx" ON "outgoing_call" USING btree ("company_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "outgoing_call_age_idx" ON "outgoing_call" USING btree ("at");--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_of_support_has_no_company" CHECK (not ("session"."is_support" and "session"."active_company_id" is not null));--> statement-breakpoint
CREATE POLICY "company_of_support" ON "company" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (current_setting('app.support', true) = 'on');--> statement-breakpoint
CREATE POLICY "connection_of_support" ON "connection" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (current_setting('app.support', true) = 'on');--> statement-breakpoint
CREATE POLICY "outgoing_call_of_company" ON "outgoing_call" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "outgoing_call_insert_of_call_log" ON "outgoing_call" AS PERMISSIVE FOR INSERT TO "onfact_ponto_application" WITH CHECK (current_setting('app.call_log', true) = 'on');--> statement-breakpoint
CREATE POLICY "outgoing_call_select_of_call_log" ON "outgoing_call" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (current_setting('app.call_log', true) = 'on');--> statement-breakpoint
CREATE POLICY "outgoing_call_delete_of_call_log" ON "outgoing_call" AS PERMISSIVE FOR DELETE TO "onfact_ponto_application" USING (current_setting('app.call_log', true) = 'on');--> statement-breakpoint
ALTER TABLE "outgoing_call" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "outgoing_call" TO onfact_ponto_application;
