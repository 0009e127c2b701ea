-- What a person books teaches which communications are repeated: those are mostly of documents that are closed, which
-- were looked for among all of a company. Old processes may keep running.
DROP INDEX "open_document_communication_idx";--> statement-breakpoint
CREATE INDEX "open_document_communication_idx" ON "open_document" USING btree ("company_id","structured_communication") WHERE "open_document"."structured_communication" is not null;
