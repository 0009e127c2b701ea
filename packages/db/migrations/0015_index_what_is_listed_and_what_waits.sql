-- Lists go down, and `DESC NULLS LAST` is no order that they could use: the list of transactions read and sorted all lines
-- of a company for each page. Plain indexes are read backwards. What waits for a person has an index of its own.
-- Old processes may keep running.
DROP INDEX "bank_transaction_list_idx";--> statement-breakpoint
DROP INDEX "audit_entry_subject_idx";--> statement-breakpoint
DROP INDEX "pull_recent_idx";--> statement-breakpoint
DROP INDEX "synchronization_request_recent_idx";--> statement-breakpoint
DROP INDEX "outgoing_call_recent_idx";--> statement-breakpoint
DROP INDEX "match_run_started_idx";--> statement-breakpoint
DROP INDEX "statement_import_list_idx";--> statement-breakpoint
DROP INDEX "webhook_event_age_idx";--> statement-breakpoint
CREATE INDEX "bank_transaction_waiting_idx" ON "bank_transaction" USING btree ("company_id","bank_account_id") WHERE "bank_transaction"."allocated_minor" < abs("bank_transaction"."amount_minor") and "bank_transaction"."disposition" is null and "bank_transaction"."withdrawn_at" is null and "bank_transaction"."doubtful_of" is null;--> statement-breakpoint
CREATE INDEX "bank_transaction_list_idx" ON "bank_transaction" USING btree ("company_id","execution_date","bank_transaction_id");--> statement-breakpoint
CREATE INDEX "audit_entry_subject_idx" ON "audit_entry" USING btree ("company_id","subject_type","subject_id","at");--> statement-breakpoint
CREATE INDEX "pull_recent_idx" ON "pull" USING btree ("company_id","connection_id","started_at");--> statement-breakpoint
CREATE INDEX "synchronization_request_recent_idx" ON "synchronization_request" USING btree ("company_id","connection_id","requested_at");--> statement-breakpoint
CREATE INDEX "outgoing_call_recent_idx" ON "outgoing_call" USING btree ("company_id","at");--> statement-breakpoint
CREATE INDEX "match_run_started_idx" ON "match_run" USING btree ("company_id","started_at");--> statement-breakpoint
CREATE INDEX "statement_import_list_idx" ON "statement_import" USING btree ("company_id","created_at");--> statement-breakpoint
CREATE INDEX "webhook_event_age_idx" ON "webhook_event" USING btree ("company_id","connection_id","received_at");