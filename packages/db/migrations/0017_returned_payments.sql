-- A transfer that the bank returned: it names the line by which the money came back, and takes nothing any more of the line
-- that it paid back. Processes of before keep running: they return nothing.
ALTER TABLE "payment_initiation_item" ADD COLUMN "returned_transaction_id" uuid;--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ADD CONSTRAINT "payment_initiation_item_returned" FOREIGN KEY ("company_id","returned_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_initiation_item_returned_idx" ON "payment_initiation_item" USING btree ("company_id","returned_transaction_id") WHERE "payment_initiation_item"."returned_transaction_id" is not null;--> statement-breakpoint
ALTER TABLE "payment_initiation_item" ADD CONSTRAINT "payment_initiation_item_returned_after_seen" CHECK ("payment_initiation_item"."returned_transaction_id" is null or "payment_initiation_item"."bank_transaction_id" is not null);--> statement-breakpoint

GRANT UPDATE (returned_transaction_id) ON payment_initiation_item TO onfact_ponto_application;--> statement-breakpoint
CREATE OR REPLACE FUNCTION take_of_refunded_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_before bigint := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.takes_minor END;
  v_left bigint;
BEGIN
  SELECT abs(amount_minor) - allocated_minor + v_before INTO v_left FROM bank_transaction
    WHERE company_id = NEW.company_id AND bank_transaction_id = NEW.refunded_transaction_id FOR NO KEY UPDATE;
  NEW.takes_minor := CASE WHEN NEW.returned_transaction_id IS NULL
    AND (NEW.is_live OR NEW.bank_transaction_id IS NOT NULL) THEN NEW.amount_minor ELSE 0 END;
  IF TG_OP = 'INSERT' AND NEW.takes_minor > v_left THEN
    PERFORM refuse_allocation('bank_transaction_not_over_allocated', 'the line has less left than is paid back');
  END IF;
  NEW.takes_minor := least(NEW.takes_minor, v_left);
  UPDATE bank_transaction SET allocated_minor = allocated_minor + NEW.takes_minor - v_before
    WHERE company_id = NEW.company_id AND bank_transaction_id = NEW.refunded_transaction_id
      AND NEW.takes_minor <> v_before;
  RETURN NEW;
END $$;
