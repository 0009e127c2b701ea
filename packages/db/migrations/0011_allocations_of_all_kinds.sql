-- Bookings over all kinds of documents: credit notes that net, adjustments, runs, proposals, and what the matcher learns.
CREATE TABLE "contact" (
	"company_id" uuid NOT NULL,
	"onfact_contact_id" integer NOT NULL,
	"name" text NOT NULL,
	"vat_number" text,
	"is_customer" boolean NOT NULL,
	"is_supplier" boolean NOT NULL,
	"is_deleted" boolean DEFAULT false NOT NULL,
	"modified_at" text,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "contact_key" PRIMARY KEY("company_id","onfact_contact_id")
);
--> statement-breakpoint
ALTER TABLE "contact" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "line_disposition" (
	"company_id" uuid NOT NULL,
	"line_disposition_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"bank_transaction_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"note" text,
	"paired_transaction_id" uuid,
	"allocation_id" uuid,
	"cause" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	CONSTRAINT "line_disposition_key" PRIMARY KEY("company_id","line_disposition_id"),
	CONSTRAINT "line_disposition_end" CHECK (("line_disposition"."ended_at" is null) = ("line_disposition"."ended_by" is null))
);
--> statement-breakpoint
ALTER TABLE "line_disposition" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "line_presence" (
	"company_id" uuid NOT NULL,
	"bank_transaction_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"user_name" text NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "line_presence_key" PRIMARY KEY("company_id","bank_transaction_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "line_presence" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "match_memory" (
	"company_id" uuid NOT NULL,
	"match_memory_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"onfact_contact_id" integer,
	"confirmations" integer NOT NULL,
	"contradictions" integer NOT NULL,
	"last_on" date NOT NULL,
	CONSTRAINT "match_memory_key" PRIMARY KEY("company_id","match_memory_id"),
	CONSTRAINT "match_memory_entry_key" UNIQUE NULLS NOT DISTINCT("company_id","kind","value","onfact_contact_id")
);
--> statement-breakpoint
ALTER TABLE "match_memory" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "match_rule" (
	"company_id" uuid NOT NULL,
	"match_rule_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"counterpart_reference" text,
	"text_contains" text,
	"direction" text,
	"outcome" text NOT NULL,
	"onfact_contact_id" integer,
	"reason" text,
	"is_on" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "match_rule_key" PRIMARY KEY("company_id","match_rule_id"),
	CONSTRAINT "match_rule_has_condition" CHECK ("match_rule"."counterpart_reference" is not null or "match_rule"."text_contains" is not null),
	CONSTRAINT "match_rule_contact" CHECK (("match_rule"."outcome" = 'contact') = ("match_rule"."onfact_contact_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "match_rule" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "proposal" (
	"company_id" uuid NOT NULL,
	"bank_transaction_id" uuid NOT NULL,
	"level" text NOT NULL,
	"line_kind" text,
	"paired_transaction_id" uuid,
	"rule" text,
	"automation" text,
	"confidence" double precision NOT NULL,
	"choices" jsonb NOT NULL,
	"reasons" jsonb NOT NULL,
	"vetoes" jsonb NOT NULL,
	"seen_revision" integer NOT NULL,
	"matcher_version" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "proposal_key" PRIMARY KEY("company_id","bank_transaction_id")
);
--> statement-breakpoint
ALTER TABLE "proposal" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reconciliation_setting" (
	"company_id" uuid PRIMARY KEY NOT NULL,
	"payment_difference_limit_minor" bigint DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "reconciliation_setting_limit" CHECK ("reconciliation_setting"."payment_difference_limit_minor" >= 0)
);
--> statement-breakpoint
ALTER TABLE "reconciliation_setting" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rejected_pair" (
	"company_id" uuid NOT NULL,
	"bank_transaction_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"rejected_at" timestamp with time zone NOT NULL,
	"rejected_by" text NOT NULL,
	CONSTRAINT "rejected_pair_key" PRIMARY KEY("company_id","bank_transaction_id","document_id")
);
--> statement-breakpoint
ALTER TABLE "rejected_pair" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "match_run" (
	"company_id" uuid NOT NULL,
	"match_run_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"cause" text NOT NULL,
	"matcher_version" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"started_by" text NOT NULL,
	"undone_at" timestamp with time zone,
	"undone_by" text,
	CONSTRAINT "match_run_key" PRIMARY KEY("company_id","match_run_id"),
	CONSTRAINT "match_run_undone" CHECK (("match_run"."undone_at" is null) = ("match_run"."undone_by" is null))
);
--> statement-breakpoint
ALTER TABLE "match_run" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "open_document" DROP CONSTRAINT "open_document_allocated_not_negative";--> statement-breakpoint
DROP INDEX "bank_transaction_unmatched_idx";--> statement-breakpoint
ALTER TABLE "document_reading" DROP CONSTRAINT "document_reading_pkey";--> statement-breakpoint
ALTER TABLE "document_reading" ADD COLUMN "kind" text DEFAULT 'sales_invoice' NOT NULL;--> statement-breakpoint
ALTER TABLE "document_reading" ALTER COLUMN "kind" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "document_reading" ADD CONSTRAINT "document_reading_key" PRIMARY KEY("company_id","kind");--> statement-breakpoint
ALTER TABLE "bank_transaction" ADD COLUMN "disposition" text;--> statement-breakpoint
ALTER TABLE "onfact_credential" ADD COLUMN "paused_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "onfact_credential" ADD COLUMN "pause_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "allocation" ADD COLUMN "booking_id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "allocation" ADD COLUMN "adjustment_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "allocation" ADD COLUMN "adjustment_kind" text;--> statement-breakpoint
ALTER TABLE "allocation" ADD COLUMN "matcher_version" text;--> statement-breakpoint
ALTER TABLE "allocation" ADD COLUMN "confidence" double precision;--> statement-breakpoint
ALTER TABLE "allocation" ADD COLUMN "match_run_id" uuid;--> statement-breakpoint
-- Until now only the job allocated, and only people took back.
ALTER TABLE "allocation" ADD COLUMN "created_by" text DEFAULT 'reconcile-company' NOT NULL;--> statement-breakpoint
ALTER TABLE "allocation" ALTER COLUMN "created_by" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "allocation_undo" ADD COLUMN "reason" text DEFAULT 'taken_back' NOT NULL;--> statement-breakpoint
ALTER TABLE "allocation_undo" ALTER COLUMN "reason" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "open_document" RENAME COLUMN "customer_name" TO "contact_name";--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "creditor_reference" text;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "order_reference" text;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "onfact_contact_id" integer;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "payee_iban" text;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "payee_bic" text;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "discount_minor" bigint;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "discount_until" date;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "is_locked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "is_deleted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "adjusted_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "contradicted_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "open_document" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "contact" ADD CONSTRAINT "contact_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_disposition" ADD CONSTRAINT "line_disposition_transaction" FOREIGN KEY ("company_id","bank_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_disposition" ADD CONSTRAINT "line_disposition_pair" FOREIGN KEY ("company_id","paired_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_disposition" ADD CONSTRAINT "line_disposition_allocation" FOREIGN KEY ("company_id","allocation_id") REFERENCES "public"."allocation"("company_id","allocation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_presence" ADD CONSTRAINT "line_presence_transaction" FOREIGN KEY ("company_id","bank_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_memory" ADD CONSTRAINT "match_memory_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_rule" ADD CONSTRAINT "match_rule_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_transaction" FOREIGN KEY ("company_id","bank_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_pair" FOREIGN KEY ("company_id","paired_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_setting" ADD CONSTRAINT "reconciliation_setting_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejected_pair" ADD CONSTRAINT "rejected_pair_transaction" FOREIGN KEY ("company_id","bank_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejected_pair" ADD CONSTRAINT "rejected_pair_document" FOREIGN KEY ("company_id","document_id") REFERENCES "public"."open_document"("company_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_run" ADD CONSTRAINT "match_run_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "line_disposition_active_key" ON "line_disposition" USING btree ("company_id","bank_transaction_id") WHERE "line_disposition"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "proposal_level_idx" ON "proposal" USING btree ("company_id","level");--> statement-breakpoint
CREATE INDEX "match_run_started_idx" ON "match_run" USING btree ("company_id","started_at" DESC NULLS LAST);--> statement-breakpoint
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_run" FOREIGN KEY ("company_id","match_run_id") REFERENCES "public"."match_run"("company_id","match_run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_transaction_to_process_idx" ON "bank_transaction" USING btree ("company_id","bank_account_id","execution_date","bank_transaction_id") WHERE "bank_transaction"."allocated_minor" = 0 and "bank_transaction"."disposition" is null and "bank_transaction"."withdrawn_at" is null and "bank_transaction"."doubtful_of" is null;--> statement-breakpoint
CREATE INDEX "allocation_booking_idx" ON "allocation" USING btree ("company_id","booking_id");--> statement-breakpoint
CREATE INDEX "allocation_run_idx" ON "allocation" USING btree ("company_id","match_run_id") WHERE "allocation"."match_run_id" is not null;--> statement-breakpoint
CREATE INDEX "open_document_contact_idx" ON "open_document" USING btree ("company_id","onfact_contact_id");--> statement-breakpoint
CREATE INDEX "open_document_issue_idx" ON "open_document" USING btree ("company_id","is_open","issue_date");--> statement-breakpoint
CREATE UNIQUE INDEX "publication_payment_key" ON "publication" USING btree ("company_id","onfact_payment_id") WHERE "publication"."operation" = 'create' and "publication"."onfact_payment_id" is not null;--> statement-breakpoint
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_adjustment" CHECK ("allocation"."adjustment_minor" >= 0 and ("allocation"."adjustment_minor" = 0) = ("allocation"."adjustment_kind" is null));--> statement-breakpoint
-- Forced row-level security hides every row from the owner as well, so it is lifted for what is filled in here.
ALTER TABLE "open_document" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "open_document" SET "contradicted_since" = "read_at" WHERE "allocated_minor" > "total_minor";--> statement-breakpoint
ALTER TABLE "open_document" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "open_document" ADD CONSTRAINT "open_document_not_over_allocated" CHECK ("open_document"."allocated_minor" + "open_document"."adjusted_minor" <= "open_document"."total_minor" or "open_document"."contradicted_since" is not null);--> statement-breakpoint
ALTER TABLE "open_document" ADD CONSTRAINT "open_document_discount_has_term" CHECK (("open_document"."discount_minor" is null) = ("open_document"."discount_until" is null));--> statement-breakpoint
ALTER TABLE "open_document" ADD CONSTRAINT "open_document_allocated_not_negative" CHECK ("open_document"."allocated_minor" >= 0 and "open_document"."adjusted_minor" >= 0);--> statement-breakpoint
CREATE POLICY "contact_of_company" ON "contact" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "line_disposition_of_company" ON "line_disposition" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "line_presence_of_company" ON "line_presence" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "match_memory_of_company" ON "match_memory" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "match_rule_of_company" ON "match_rule" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "proposal_of_company" ON "proposal" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "reconciliation_setting_of_company" ON "reconciliation_setting" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "rejected_pair_of_company" ON "rejected_pair" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "match_run_of_company" ON "match_run" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));
--> statement-breakpoint

-- Row-level security binds the owner too, and the application role gets its rights: what the schema cannot say.
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['contact', 'line_disposition', 'line_presence', 'match_memory', 'match_rule',
    'match_run', 'proposal', 'reconciliation_setting', 'rejected_pair']
  LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO onfact_ponto_application', tenant_table);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT DELETE ON line_presence, match_memory, match_rule, proposal, rejected_pair TO onfact_ponto_application;
--> statement-breakpoint

-- The sums of lines and documents are kept per statement, so that a booking whose parts count against each other is
-- seen whole: invoice and credit note go in with one INSERT. Rows are locked in the order of their ids.
DROP TRIGGER allocation_counts ON allocation;
--> statement-breakpoint
DROP TRIGGER allocation_undo_counts ON allocation_undo;
--> statement-breakpoint
DROP FUNCTION count_allocation();
--> statement-breakpoint
DROP FUNCTION count_allocation_undo();
--> statement-breakpoint
DROP FUNCTION add_to_allocated(uuid, uuid, uuid, bigint);
--> statement-breakpoint

-- 1 when money comes in for such a document, -1 when it goes out.
CREATE FUNCTION money_direction(p_kind text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN p_kind IN ('sales_invoice', 'payment_request', 'purchase_credit_note') THEN 1 ELSE -1 END;
--> statement-breakpoint

-- What an allocation takes of its line: less than nothing when the document counts against the others of its booking.
CREATE FUNCTION effect_on_line(p_amount_minor bigint, p_kind text, p_line_minor bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN p_amount_minor * money_direction(p_kind) * sign(p_line_minor)::int;
--> statement-breakpoint

CREATE FUNCTION refuse_allocation(p_constraint text, p_message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = p_constraint, MESSAGE = p_message;
END $$;
--> statement-breakpoint

CREATE FUNCTION count_allocations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM bank_transaction line
    WHERE (line.company_id, line.bank_transaction_id) IN (SELECT company_id, bank_transaction_id FROM added)
    ORDER BY line.bank_transaction_id FOR NO KEY UPDATE;
  PERFORM FROM open_document document
    WHERE (document.company_id, document.document_id) IN (SELECT company_id, document_id FROM added)
    ORDER BY document.document_id FOR NO KEY UPDATE;

  IF EXISTS (SELECT FROM added
      JOIN bank_transaction line USING (company_id, bank_transaction_id)
      JOIN open_document document USING (company_id, document_id)
      WHERE line.currency <> document.currency) THEN
    PERFORM refuse_allocation('allocation_same_currency', 'line and document are in different currencies');
  END IF;
  IF EXISTS (SELECT FROM added
      JOIN bank_transaction line USING (company_id, bank_transaction_id)
      JOIN open_document document USING (company_id, document_id)
      GROUP BY company_id, booking_id, bank_transaction_id
      HAVING sum(effect_on_line(added.amount_minor, document.kind, line.amount_minor)) <= 0) THEN
    PERFORM refuse_allocation('allocation_in_direction', 'the booking takes nothing of the money of its line');
  END IF;
  IF EXISTS (SELECT FROM added
      JOIN allocation other USING (company_id, bank_transaction_id, document_id)
      WHERE other.allocation_id <> added.allocation_id
        AND NOT EXISTS (SELECT FROM allocation_undo undo
          WHERE undo.company_id = other.company_id AND undo.allocation_id = other.allocation_id)) THEN
    PERFORM refuse_allocation('allocation_active_once', 'line and document are allocated to each other already');
  END IF;

  UPDATE bank_transaction line SET allocated_minor = line.allocated_minor + change.effect
    FROM (SELECT company_id, bank_transaction_id,
        sum(effect_on_line(added.amount_minor, document.kind, whole.amount_minor)) AS effect
      FROM added
      JOIN bank_transaction whole USING (company_id, bank_transaction_id)
      JOIN open_document document USING (company_id, document_id)
      GROUP BY company_id, bank_transaction_id) change
    WHERE line.company_id = change.company_id AND line.bank_transaction_id = change.bank_transaction_id;
  UPDATE open_document document SET allocated_minor = document.allocated_minor + change.allocated,
      adjusted_minor = document.adjusted_minor + change.adjusted, version = document.version + 1
    FROM (SELECT company_id, document_id, sum(amount_minor) AS allocated, sum(adjustment_minor) AS adjusted
      FROM added GROUP BY company_id, document_id) change
    WHERE document.company_id = change.company_id AND document.document_id = change.document_id;

  IF EXISTS (SELECT FROM added JOIN open_document document USING (company_id, document_id)
      WHERE document.contradicted_since IS NOT NULL) THEN
    PERFORM refuse_allocation('open_document_not_over_allocated', 'active allocations exceed the total of the document');
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint

CREATE FUNCTION count_allocation_undos() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM bank_transaction line
    WHERE (line.company_id, line.bank_transaction_id) IN
      (SELECT company_id, bank_transaction_id FROM added JOIN allocation USING (company_id, allocation_id))
    ORDER BY line.bank_transaction_id FOR NO KEY UPDATE;
  PERFORM FROM open_document document
    WHERE (document.company_id, document.document_id) IN
      (SELECT company_id, document_id FROM added JOIN allocation USING (company_id, allocation_id))
    ORDER BY document.document_id FOR NO KEY UPDATE;

  UPDATE bank_transaction line SET allocated_minor = line.allocated_minor - change.effect
    FROM (SELECT company_id, bank_transaction_id,
        sum(effect_on_line(undone.amount_minor, document.kind, whole.amount_minor)) AS effect
      FROM added
      JOIN allocation undone USING (company_id, allocation_id)
      JOIN bank_transaction whole USING (company_id, bank_transaction_id)
      JOIN open_document document USING (company_id, document_id)
      GROUP BY company_id, bank_transaction_id) change
    WHERE line.company_id = change.company_id AND line.bank_transaction_id = change.bank_transaction_id;
  UPDATE open_document document SET allocated_minor = document.allocated_minor - change.allocated,
      adjusted_minor = document.adjusted_minor - change.adjusted, version = document.version + 1,
      contradicted_since = CASE WHEN document.allocated_minor > change.allocated THEN document.contradicted_since END
    FROM (SELECT company_id, document_id, sum(amount_minor) AS allocated, sum(adjustment_minor) AS adjusted
      FROM added JOIN allocation USING (company_id, allocation_id) GROUP BY company_id, document_id) change
    WHERE document.company_id = change.company_id AND document.document_id = change.document_id;

  -- A part of a booking that nets cannot be taken back without the rest when what remains would give money back.
  IF EXISTS (SELECT FROM added
      JOIN allocation undone USING (company_id, allocation_id)
      JOIN allocation remaining USING (company_id, booking_id, bank_transaction_id)
      JOIN bank_transaction line USING (company_id, bank_transaction_id)
      JOIN open_document document ON document.company_id = remaining.company_id
        AND document.document_id = remaining.document_id
      WHERE NOT EXISTS (SELECT FROM allocation_undo undo
        WHERE undo.company_id = remaining.company_id AND undo.allocation_id = remaining.allocation_id)
      GROUP BY added.company_id, added.allocation_id, booking_id
      HAVING sum(effect_on_line(remaining.amount_minor, document.kind, line.amount_minor)) <= 0) THEN
    PERFORM refuse_allocation('allocation_in_direction', 'what remains of the booking takes nothing of its line');
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER allocation_counts AFTER INSERT ON allocation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_allocations();
--> statement-breakpoint
CREATE TRIGGER allocation_undo_counts AFTER INSERT ON allocation_undo REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_allocation_undos();
--> statement-breakpoint

CREATE FUNCTION keep_disposition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE bank_transaction SET disposition = CASE WHEN NEW.ended_at IS NULL THEN NEW.kind END
    WHERE company_id = NEW.company_id AND bank_transaction_id = NEW.bank_transaction_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER line_disposition_kept AFTER INSERT OR UPDATE ON line_disposition
  FOR EACH ROW EXECUTE FUNCTION keep_disposition();
