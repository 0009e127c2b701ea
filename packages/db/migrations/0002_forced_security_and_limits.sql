-- What the schema definition cannot say: forced row-level security, the rights of the application role, and the
-- sums that must hold under concurrency. Processes of an older release do not exist yet.

-- 1. Row-level security binds the owner too.
DO $$
DECLARE tenant_table text;
BEGIN
  FOR tenant_table IN
    SELECT table_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name = 'company_id'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
  END LOOP;
END $$;
--> statement-breakpoint

-- 2. The application role reads and writes; what is append-only it can only add to.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO onfact_ponto_application;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_entry, allocation, allocation_undo, bank_transaction_revision
  FROM onfact_ponto_application;
--> statement-breakpoint
REVOKE DELETE ON company, connection, bank_account, bank_transaction, open_document, publication, pull
  FROM onfact_ponto_application;
--> statement-breakpoint

-- 3. Active allocations never exceed the line nor the document. The updates lock both rows, so two allocations of
--    one line or one document wait for each other; the line's own limit is a check constraint.
CREATE FUNCTION add_to_allocated(p_company_id uuid, p_bank_transaction_id uuid, p_document_id uuid, p_amount_minor bigint)
  RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  line bank_transaction;
  document open_document;
BEGIN
  UPDATE bank_transaction SET allocated_minor = allocated_minor + p_amount_minor
    WHERE company_id = p_company_id AND bank_transaction_id = p_bank_transaction_id
    RETURNING * INTO STRICT line;
  UPDATE open_document SET allocated_minor = allocated_minor + p_amount_minor
    WHERE company_id = p_company_id AND document_id = p_document_id
    RETURNING * INTO STRICT document;
  IF p_amount_minor > 0 AND document.allocated_minor > document.total_minor THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'open_document_not_over_allocated',
      MESSAGE = 'active allocations exceed the total of the document';
  END IF;
  IF line.currency <> document.currency THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_same_currency',
      MESSAGE = 'line and document are in different currencies';
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_to_allocated(NEW.company_id, NEW.bank_transaction_id, NEW.document_id, NEW.amount_minor);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_allocation_undo() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE undone allocation;
BEGIN
  SELECT * INTO STRICT undone FROM allocation
    WHERE company_id = NEW.company_id AND allocation_id = NEW.allocation_id;
  PERFORM add_to_allocated(undone.company_id, undone.bank_transaction_id, undone.document_id, -undone.amount_minor);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER allocation_counts AFTER INSERT ON allocation
  FOR EACH ROW EXECUTE FUNCTION count_allocation();
--> statement-breakpoint
CREATE TRIGGER allocation_undo_counts AFTER INSERT ON allocation_undo
  FOR EACH ROW EXECUTE FUNCTION count_allocation_undo();
