CREATE TABLE "payment_initiation" (
	"company_id" uuid NOT NULL,
	"payment_initiation_id" uuid NOT NULL,
	"method" text NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"state" text NOT NULL,
	"state_since" timestamp with time zone NOT NULL,
	"state_reason" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"reference" text NOT NULL,
	"execution_date" date,
	"is_bulk" boolean NOT NULL,
	"batch_booking_preferred" boolean NOT NULL,
	"total_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"request_key" text NOT NULL,
	"request_hash" text NOT NULL,
	"provider_key" uuid NOT NULL,
	"first_sent_at" timestamp with time zone,
	"ponto_account_id" text,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"ponto_payment_id" text,
	"signing_url" text,
	"ponto_status" text,
	"looked_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"prepared_at" timestamp with time zone NOT NULL,
	"prepared_by_id" text NOT NULL,
	"prepared_by_name" text,
	"approved_at" timestamp with time zone,
	"approved_by_id" text,
	"approved_by_name" text,
	CONSTRAINT "payment_initiation_key" PRIMARY KEY("company_id","payment_initiation_id"),
	CONSTRAINT "payment_initiation_request_key" UNIQUE("company_id","request_key"),
	CONSTRAINT "payment_initiation_provider_key" UNIQUE("company_id","provider_key"),
	CONSTRAINT "payment_initiation_at_ponto" UNIQUE("company_id","ponto_payment_id"),
	CONSTRAINT "payment_initiation_in_euro" CHECK ("payment_initiation"."currency" = 'EUR' and "payment_initiation"."total_minor" > 0),
	CONSTRAINT "payment_initiation_four_eyes" CHECK ("payment_initiation"."approved_by_id" is distinct from "payment_initiation"."prepared_by_id")
);
--> statement-breakpoint
ALTER TABLE "payment_initiation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payment_initiation_item" (
	"company_id" uuid NOT NULL,
	"payment_initiation_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"document_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"creditor_name" text NOT NULL,
	"creditor_iban" text NOT NULL,
	"creditor_bic" text,
	"remittance_information" text,
	"remittance_information_type" text,
	"end_to_end_id" text NOT NULL,
	"is_live" boolean DEFAULT true NOT NULL,
	"bank_transaction_id" uuid,
	"seen_at" timestamp with time zone,
	CONSTRAINT "payment_initiation_item_key" PRIMARY KEY("company_id","payment_initiation_id","position"),
	CONSTRAINT "payment_initiation_item_end_to_end" UNIQUE("company_id","end_to_end_id"),
	CONSTRAINT "payment_initiation_item_positive" CHECK ("payment_initiation_item"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payment_initiation_step" (
	"company_id" uuid NOT NULL,
	"payment_initiation_id" uuid NOT NULL,
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
	CONSTRAINT "payment_initiation_step_key" PRIMARY KEY("company_id","payment_initiation_id","revision")
);
--> statement-breakpoint
ALTER TABLE "payment_initiation_step" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bank_account" ADD COLUMN "future_dated_payments_supported" boolean;--> statement-breakpoint
ALTER TABLE "company" ADD COLUMN "payment_approval_from_minor" bigint;--> statement-breakpoint
ALTER TABLE "payment_initiation" ADD CONSTRAINT "payment_initiation_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_initiation" ADD CONSTRAINT "payment_initiation_account" FOREIGN KEY ("company_id","bank_account_id") REFERENCES "public"."bank_account"("company_id","bank_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ADD CONSTRAINT "payment_initiation_item_initiation" FOREIGN KEY ("company_id","payment_initiation_id") REFERENCES "public"."payment_initiation"("company_id","payment_initiation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ADD CONSTRAINT "payment_initiation_item_document" FOREIGN KEY ("company_id","document_id") REFERENCES "public"."open_document"("company_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ADD CONSTRAINT "payment_initiation_item_transaction" FOREIGN KEY ("company_id","bank_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_initiation_step" ADD CONSTRAINT "payment_initiation_step_initiation" FOREIGN KEY ("company_id","payment_initiation_id") REFERENCES "public"."payment_initiation"("company_id","payment_initiation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payment_initiation_list_idx" ON "payment_initiation" USING btree ("company_id","prepared_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "payment_initiation_due_idx" ON "payment_initiation" USING btree ("due_at") WHERE "payment_initiation"."due_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_initiation_item_one_live_idx" ON "payment_initiation_item" USING btree ("company_id","document_id") WHERE "payment_initiation_item"."is_live";--> statement-breakpoint
CREATE INDEX "payment_initiation_item_document_idx" ON "payment_initiation_item" USING btree ("company_id","document_id");--> statement-breakpoint
CREATE POLICY "payment_initiation_of_company" ON "payment_initiation" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "payment_initiation_select_of_dispatcher" ON "payment_initiation" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (current_setting('app.dispatcher', true) = 'on');--> statement-breakpoint
CREATE POLICY "payment_initiation_item_of_company" ON "payment_initiation_item" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "payment_initiation_step_of_company" ON "payment_initiation_step" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint

ALTER TABLE "payment_initiation" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "payment_initiation_item" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "payment_initiation_step" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- What a user approved is never changed: the application may only move a payment on, and release its documents.
GRANT SELECT, INSERT, UPDATE (state, state_since, state_reason, revision, first_sent_at, ponto_account_id,
  attempt_count, ponto_payment_id, signing_url, ponto_status, looked_at, due_at, approved_at, approved_by_id,
  approved_by_name) ON payment_initiation TO onfact_ponto_application;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (is_live, bank_transaction_id, seen_at) ON payment_initiation_item
  TO onfact_ponto_application;--> statement-breakpoint
GRANT SELECT, INSERT ON payment_initiation_step TO onfact_ponto_application;
