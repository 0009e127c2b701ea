-- CODA statements beside Ponto: what was imported, which line each movement witnesses, and what balances say.
-- A process of the release before may go on beside it: every new column has a default, and nothing is renamed.
-- It would read doubtful and withdrawn lines as ordinary ones, so it must be gone before the first import.
CREATE TABLE "absorbed_line" (
	"company_id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"source_reference" text NOT NULL,
	"statement_movement_id" uuid NOT NULL,
	"bank_transaction_id" uuid NOT NULL,
	"content_hash" text NOT NULL,
	"content" jsonb NOT NULL,
	"walk" integer NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL,
	CONSTRAINT "absorbed_line_key" PRIMARY KEY("company_id","bank_account_id","source_reference")
);
--> statement-breakpoint
ALTER TABLE "absorbed_line" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "balance_reading" (
	"company_id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"day" date NOT NULL,
	"balance_minor" bigint NOT NULL,
	"observed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "balance_reading_key" PRIMARY KEY("company_id","bank_account_id","day")
);
--> statement-breakpoint
ALTER TABLE "balance_reading" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "statement" (
	"company_id" uuid NOT NULL,
	"statement_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"statement_import_id" uuid NOT NULL,
	"statement_file_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"identity" text NOT NULL,
	"old_balance_date" date NOT NULL,
	"old_balance_minor" bigint NOT NULL,
	"new_balance_date" date NOT NULL,
	"new_balance_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"paper_number" integer,
	"coda_sequence_number" integer,
	"movement_count" integer NOT NULL,
	"imported_at" timestamp with time zone NOT NULL,
	"undone_at" timestamp with time zone,
	CONSTRAINT "statement_key" PRIMARY KEY("company_id","statement_id")
);
--> statement-breakpoint
ALTER TABLE "statement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "statement_file" (
	"company_id" uuid NOT NULL,
	"statement_file_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"statement_import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"byte_count" integer NOT NULL,
	"content_hash" text NOT NULL,
	"findings" jsonb NOT NULL,
	"imported_at" timestamp with time zone,
	CONSTRAINT "statement_file_key" PRIMARY KEY("company_id","statement_file_id")
);
--> statement-breakpoint
ALTER TABLE "statement_file" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "statement_file_chunk" (
	"company_id" uuid NOT NULL,
	"statement_file_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "statement_file_chunk_key" PRIMARY KEY("company_id","statement_file_id","position")
);
--> statement-breakpoint
ALTER TABLE "statement_file_chunk" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "statement_import" (
	"company_id" uuid NOT NULL,
	"statement_import_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"undone_at" timestamp with time zone,
	"undone_by" text,
	"is_cancelled" boolean DEFAULT false NOT NULL,
	"total_count" integer DEFAULT 0 NOT NULL,
	"done_count" integer DEFAULT 0 NOT NULL,
	"account_choices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"problem" text,
	CONSTRAINT "statement_import_key" PRIMARY KEY("company_id","statement_import_id")
);
--> statement-breakpoint
ALTER TABLE "statement_import" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "statement_movement" (
	"company_id" uuid NOT NULL,
	"statement_movement_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"statement_id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"parent_ordinal" integer,
	"line" integer NOT NULL,
	"sequence_number" integer,
	"execution_date" date NOT NULL,
	"amount_minor" bigint NOT NULL,
	"transaction_code" text NOT NULL,
	"content_hash" text NOT NULL,
	"content" jsonb NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"decision" text,
	"bank_transaction_id" uuid,
	"told_by_transaction_ids" uuid[],
	CONSTRAINT "statement_movement_key" PRIMARY KEY("company_id","statement_movement_id")
);
--> statement-breakpoint
ALTER TABLE "statement_movement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "bank_transaction_unmatched_idx";--> statement-breakpoint
ALTER TABLE "bank_account" ALTER COLUMN "ponto_account_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_account" ADD COLUMN "has_statements" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_transaction" ADD COLUMN "filled_from_coda" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_transaction" ADD COLUMN "doubtful_of" uuid;--> statement-breakpoint
ALTER TABLE "bank_transaction" ADD COLUMN "doubt_reason" text;--> statement-breakpoint
ALTER TABLE "bank_transaction" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "absorbed_line" ADD CONSTRAINT "absorbed_line_movement" FOREIGN KEY ("company_id","statement_movement_id") REFERENCES "public"."statement_movement"("company_id","statement_movement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "balance_reading" ADD CONSTRAINT "balance_reading_account" FOREIGN KEY ("company_id","bank_account_id") REFERENCES "public"."bank_account"("company_id","bank_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_account" FOREIGN KEY ("company_id","bank_account_id") REFERENCES "public"."bank_account"("company_id","bank_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_of_import" FOREIGN KEY ("company_id","statement_import_id") REFERENCES "public"."statement_import"("company_id","statement_import_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_of_file" FOREIGN KEY ("company_id","statement_file_id") REFERENCES "public"."statement_file"("company_id","statement_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_file" ADD CONSTRAINT "statement_file_import" FOREIGN KEY ("company_id","statement_import_id") REFERENCES "public"."statement_import"("company_id","statement_import_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_file_chunk" ADD CONSTRAINT "statement_file_chunk_file" FOREIGN KEY ("company_id","statement_file_id") REFERENCES "public"."statement_file"("company_id","statement_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_import" ADD CONSTRAINT "statement_import_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_movement" ADD CONSTRAINT "statement_movement_statement" FOREIGN KEY ("company_id","statement_id") REFERENCES "public"."statement"("company_id","statement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_movement" ADD CONSTRAINT "statement_movement_transaction" FOREIGN KEY ("company_id","bank_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "absorbed_line_movement_key" ON "absorbed_line" USING btree ("company_id","statement_movement_id");--> statement-breakpoint
CREATE UNIQUE INDEX "statement_identity_key" ON "statement" USING btree ("company_id","bank_account_id","identity") WHERE "statement"."undone_at" is null;--> statement-breakpoint
CREATE INDEX "statement_period_idx" ON "statement" USING btree ("company_id","bank_account_id","new_balance_date");--> statement-breakpoint
CREATE INDEX "statement_import_idx" ON "statement" USING btree ("company_id","statement_import_id");--> statement-breakpoint
CREATE INDEX "statement_file_import_idx" ON "statement_file" USING btree ("company_id","statement_import_id");--> statement-breakpoint
CREATE INDEX "statement_file_hash_idx" ON "statement_file" USING btree ("company_id","content_hash");--> statement-breakpoint
CREATE INDEX "statement_import_list_idx" ON "statement_import" USING btree ("company_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "statement_movement_ordinal_key" ON "statement_movement" USING btree ("company_id","statement_id","ordinal");--> statement-breakpoint
CREATE INDEX "statement_movement_transaction_idx" ON "statement_movement" USING btree ("company_id","bank_transaction_id") WHERE "statement_movement"."bank_transaction_id" is not null;--> statement-breakpoint
CREATE INDEX "statement_movement_day_idx" ON "statement_movement" USING btree ("company_id","bank_account_id","execution_date");--> statement-breakpoint
ALTER TABLE "bank_transaction" ADD CONSTRAINT "bank_transaction_doubtful_of" FOREIGN KEY ("company_id","doubtful_of") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_transaction_account_idx" ON "bank_transaction" USING btree ("company_id","bank_account_id","execution_date");--> statement-breakpoint
CREATE INDEX "bank_transaction_doubtful_idx" ON "bank_transaction" USING btree ("company_id","bank_account_id","execution_date") WHERE "bank_transaction"."doubtful_of" is not null;--> statement-breakpoint
CREATE INDEX "bank_transaction_unmatched_idx" ON "bank_transaction" USING btree ("company_id","structured_communication") WHERE "bank_transaction"."allocated_minor" = 0 and "bank_transaction"."structured_communication" is not null and "bank_transaction"."withdrawn_at" is null and "bank_transaction"."doubtful_of" is null;--> statement-breakpoint
ALTER TABLE "bank_transaction" ADD CONSTRAINT "bank_transaction_counts_when_allocated" CHECK ("bank_transaction"."allocated_minor" = 0 or ("bank_transaction"."withdrawn_at" is null and "bank_transaction"."doubtful_of" is null));--> statement-breakpoint
CREATE POLICY "absorbed_line_of_company" ON "absorbed_line" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "balance_reading_of_company" ON "balance_reading" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "statement_of_company" ON "statement" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "statement_file_of_company" ON "statement_file" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "statement_file_chunk_of_company" ON "statement_file_chunk" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "statement_import_of_company" ON "statement_import" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "statement_movement_of_company" ON "statement_movement" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));
--> statement-breakpoint

-- Row-level security binds the owner too, and the application role gets its rights: what the schema cannot say.
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['absorbed_line', 'balance_reading', 'statement', 'statement_file',
    'statement_file_chunk', 'statement_import', 'statement_movement']
  LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO onfact_ponto_application', tenant_table);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT DELETE ON absorbed_line, statement_file, statement_file_chunk, statement_import TO onfact_ponto_application;
