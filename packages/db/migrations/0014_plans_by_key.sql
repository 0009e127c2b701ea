-- A new database has no statistics, and the planner then joined what was added with every line and document of the
-- company, until the statement timed out. Here what belongs to an allocation is looked up by its keys, whatever the
-- planner believes. What the functions hold is as before.
CREATE OR REPLACE FUNCTION count_allocations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM bank_transaction line
    WHERE (line.company_id, line.bank_transaction_id) IN (SELECT company_id, bank_transaction_id FROM added)
    ORDER BY line.bank_transaction_id FOR NO KEY UPDATE;
  PERFORM FROM open_document document
    WHERE (document.company_id, document.document_id) IN (SELECT company_id, document_id FROM added)
    ORDER BY document.document_id FOR NO KEY UPDATE;

  IF EXISTS (SELECT FROM added
      CROSS JOIN LATERAL (SELECT currency FROM bank_transaction one
        WHERE one.company_id = added.company_id AND one.bank_transaction_id = added.bank_transaction_id OFFSET 0) line
      CROSS JOIN LATERAL (SELECT currency FROM open_document one
        WHERE one.company_id = added.company_id AND one.document_id = added.document_id OFFSET 0) document
      WHERE line.currency <> document.currency) THEN
    PERFORM refuse_allocation('allocation_same_currency', 'line and document are in different currencies');
  END IF;
  IF EXISTS (SELECT FROM added
      CROSS JOIN LATERAL (SELECT amount_minor FROM bank_transaction one
        WHERE one.company_id = added.company_id AND one.bank_transaction_id = added.bank_transaction_id OFFSET 0) line
      CROSS JOIN LATERAL (SELECT kind FROM open_document one
        WHERE one.company_id = added.company_id AND one.document_id = added.document_id OFFSET 0) document
      GROUP BY added.company_id, added.booking_id, added.bank_transaction_id
      HAVING sum(effect_on_line(added.amount_minor, document.kind, line.amount_minor)) <= 0) THEN
    PERFORM refuse_allocation('allocation_in_direction', 'the booking takes nothing of the money of its line');
  END IF;
  IF EXISTS (SELECT FROM added
      CROSS JOIN LATERAL (SELECT company_id, allocation_id, document_id FROM allocation one
        WHERE one.company_id = added.company_id AND one.bank_transaction_id = added.bank_transaction_id OFFSET 0) other
      WHERE other.document_id = added.document_id AND other.allocation_id <> added.allocation_id
        AND NOT EXISTS (SELECT FROM allocation_undo undo
          WHERE undo.company_id = other.company_id AND undo.allocation_id = other.allocation_id)) THEN
    PERFORM refuse_allocation('allocation_active_once', 'line and document are allocated to each other already');
  END IF;

  WITH change AS MATERIALIZED (SELECT added.company_id, added.bank_transaction_id,
      sum(effect_on_line(added.amount_minor, document.kind, whole.amount_minor)) AS effect
    FROM added
    CROSS JOIN LATERAL (SELECT amount_minor FROM bank_transaction one
      WHERE one.company_id = added.company_id AND one.bank_transaction_id = added.bank_transaction_id OFFSET 0) whole
    CROSS JOIN LATERAL (SELECT kind FROM open_document one
      WHERE one.company_id = added.company_id AND one.document_id = added.document_id OFFSET 0) document
    GROUP BY added.company_id, added.bank_transaction_id)
  UPDATE bank_transaction line SET allocated_minor = line.allocated_minor + change.effect
    FROM change
    WHERE line.company_id = change.company_id AND line.bank_transaction_id = change.bank_transaction_id;
  WITH change AS MATERIALIZED (SELECT company_id, document_id, sum(amount_minor) AS allocated,
      sum(adjustment_minor) AS adjusted
    FROM added GROUP BY company_id, document_id)
  UPDATE open_document document SET allocated_minor = document.allocated_minor + change.allocated,
      adjusted_minor = document.adjusted_minor + change.adjusted, version = document.version + 1
    FROM change
    WHERE document.company_id = change.company_id AND document.document_id = change.document_id;

  IF EXISTS (SELECT FROM added JOIN open_document document USING (company_id, document_id)
      WHERE document.contradicted_since IS NOT NULL) THEN
    PERFORM refuse_allocation('open_document_not_over_allocated', 'active allocations exceed the total of the document');
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_allocation_undos() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM bank_transaction line
    WHERE (line.company_id, line.bank_transaction_id) IN
      (SELECT company_id, bank_transaction_id FROM added JOIN allocation USING (company_id, allocation_id))
    ORDER BY line.bank_transaction_id FOR NO KEY UPDATE;
  PERFORM FROM open_document document
    WHERE (document.company_id, document.document_id) IN
      (SELECT company_id, document_id FROM added JOIN allocation USING (company_id, allocation_id))
    ORDER BY document.document_id FOR NO KEY UPDATE;

  WITH change AS MATERIALIZED (SELECT undone.company_id, undone.bank_transaction_id,
      sum(effect_on_line(undone.amount_minor, document.kind, whole.amount_minor)) AS effect
    FROM added
    CROSS JOIN LATERAL (SELECT * FROM allocation one
      WHERE one.company_id = added.company_id AND one.allocation_id = added.allocation_id OFFSET 0) undone
    CROSS JOIN LATERAL (SELECT amount_minor FROM bank_transaction one
      WHERE one.company_id = undone.company_id AND one.bank_transaction_id = undone.bank_transaction_id OFFSET 0) whole
    CROSS JOIN LATERAL (SELECT kind FROM open_document one
      WHERE one.company_id = undone.company_id AND one.document_id = undone.document_id OFFSET 0) document
    GROUP BY undone.company_id, undone.bank_transaction_id)
  UPDATE bank_transaction line SET allocated_minor = line.allocated_minor - change.effect
    FROM change
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
