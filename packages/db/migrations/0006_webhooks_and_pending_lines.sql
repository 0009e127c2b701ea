-- Hints of Ponto, announced lines, and what a person must decide about a line that the bank changed or took back.
-- A process of the release before may go on beside it: new columns may be null, and it reads none of the new tables.
CREATE TABLE "pending_line" (
	"company_id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"source_reference" text NOT NULL,
	"position" integer NOT NULL,
	"execution_date" date,
	"value_date" date,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"counterpart_name" text,
	"counterpart_reference" text,
	"remittance_information" text,
	"description" text,
	"fetched_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pending_line_key" PRIMARY KEY("company_id","bank_account_id","source_reference")
);
--> statement-breakpoint
ALTER TABLE "pending_line" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "announced_synchronization" (
	"company_id" uuid NOT NULL,
	"ponto_account_id" text NOT NULL,
	"synchronization_id" text NOT NULL,
	"announced_at" timestamp with time zone NOT NULL,
	CONSTRAINT "announced_synchronization_key" PRIMARY KEY("company_id","ponto_account_id","synchronization_id")
);
--> statement-breakpoint
ALTER TABLE "announced_synchronization" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_count" (
	"day" date NOT NULL,
	"reason" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "webhook_count_key" PRIMARY KEY("day","reason")
);
--> statement-breakpoint
CREATE TABLE "webhook_event" (
	"company_id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"type" text NOT NULL,
	"ponto_account_id" text,
	"synchronization_id" text,
	"announced_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"handled_at" timestamp with time zone,
	"raw" jsonb NOT NULL,
	CONSTRAINT "webhook_event_key" PRIMARY KEY("company_id","event_id")
);
--> statement-breakpoint
ALTER TABLE "webhook_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bank_account" ADD COLUMN "deep_walked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bank_transaction" ADD COLUMN "told_otherwise" jsonb;--> statement-breakpoint
ALTER TABLE "bank_transaction" ADD COLUMN "missing_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "pending_line" ADD CONSTRAINT "pending_line_account" FOREIGN KEY ("company_id","bank_account_id") REFERENCES "public"."bank_account"("company_id","bank_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_event" ADD CONSTRAINT "webhook_event_connection" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connection"("company_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "webhook_event_unhandled_idx" ON "webhook_event" USING btree ("company_id","connection_id") WHERE "webhook_event"."handled_at" is null;--> statement-breakpoint
CREATE INDEX "webhook_event_age_idx" ON "webhook_event" USING btree ("company_id","connection_id","received_at" DESC NULLS LAST);--> statement-breakpoint
CREATE POLICY "pending_line_of_company" ON "pending_line" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "announced_synchronization_of_company" ON "announced_synchronization" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "webhook_event_of_company" ON "webhook_event" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint

-- Row-level security binds the owner too, and the application role gets its rights: what the schema cannot say.
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['announced_synchronization', 'pending_line', 'webhook_event']
  LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO onfact_ponto_application', tenant_table);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON webhook_count TO onfact_ponto_application;
