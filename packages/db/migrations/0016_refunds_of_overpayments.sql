-- What came in too much can be paid back: a transfer names the line instead of a document, and takes of it what it
-- pays back. Processes of before keep running: they write documents only.
CREATE TABLE "payee_account" (
	"company_id" uuid NOT NULL,
	"onfact_contact_id" integer NOT NULL,
	"iban" text NOT NULL,
	"first_read_at" timestamp with time zone NOT NULL,
	"first_number" text NOT NULL,
	CONSTRAINT "payee_account_key" PRIMARY KEY("company_id","onfact_contact_id","iban")
);
--> statement-breakpoint
ALTER TABLE "payee_account" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "payment_initiation_list_idx";--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ALTER COLUMN "document_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ADD COLUMN "refunded_transaction_id" uuid;--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ADD COLUMN "takes_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payee_account" ADD CONSTRAINT "payee_account_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ADD CONSTRAINT "payment_initiation_item_refunded" FOREIGN KEY ("company_id","refunded_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_initiation_item_one_live_refund_idx" ON "payment_initiation_item" USING btree ("company_id","refunded_transaction_id") WHERE "payment_initiation_item"."is_live" and "payment_initiation_item"."refunded_transaction_id" is not null;--> statement-breakpoint
CREATE INDEX "payment_initiation_item_refunded_idx" ON "payment_initiation_item" USING btree ("company_id","refunded_transaction_id") WHERE "payment_initiation_item"."refunded_transaction_id" is not null;--> statement-breakpoint
CREATE INDEX "payment_initiation_list_idx" ON "payment_initiation" USING btree ("company_id","prepared_at","payment_initiation_id");--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ADD CONSTRAINT "payment_initiation_item_one_subject" CHECK (num_nonnulls("payment_initiation_item"."document_id", "payment_initiation_item"."refunded_transaction_id") = 1);--> statement-breakpoint
CREATE POLICY "payee_account_of_company" ON "payee_account" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint

ALTER TABLE "payee_account" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT ON payee_account TO onfact_ponto_application;--> statement-breakpoint
INSERT INTO payee_account (company_id, onfact_contact_id, iban, first_read_at, first_number)
  SELECT DISTINCT ON (company_id, onfact_contact_id, payee_iban)
    company_id, onfact_contact_id, payee_iban, read_at, number
  FROM open_document WHERE onfact_contact_id IS NOT NULL AND payee_iban IS NOT NULL
  ORDER BY company_id, onfact_contact_id, payee_iban, read_at, number;--> statement-breakpoint

-- A new transfer is refused when the line has less left than it pays back. What the bank shows of a released one is
-- written down all the same: it takes what is left.
CREATE FUNCTION take_of_refunded_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_before bigint := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.takes_minor END;
  v_left bigint;
BEGIN
  SELECT abs(amount_minor) - allocated_minor + v_before INTO v_left FROM bank_transaction
    WHERE company_id = NEW.company_id AND bank_transaction_id = NEW.refunded_transaction_id FOR NO KEY UPDATE;
  NEW.takes_minor := CASE WHEN NEW.is_live OR NEW.bank_transaction_id IS NOT NULL THEN NEW.amount_minor ELSE 0 END;
  IF TG_OP = 'INSERT' AND NEW.takes_minor > v_left THEN
    PERFORM refuse_allocation('bank_transaction_not_over_allocated', 'the line has less left than is paid back');
  END IF;
  NEW.takes_minor := least(NEW.takes_minor, v_left);
  UPDATE bank_transaction SET allocated_minor = allocated_minor + NEW.takes_minor - v_before
    WHERE company_id = NEW.company_id AND bank_transaction_id = NEW.refunded_transaction_id
      AND NEW.takes_minor <> v_before;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER payment_initiation_item_takes BEFORE INSERT OR UPDATE ON payment_initiation_item
  FOR EACH ROW WHEN (NEW.refunded_transaction_id IS NOT NULL) EXECUTE FUNCTION take_of_refunded_line();
