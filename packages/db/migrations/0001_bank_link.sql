-- Everything that the bank link stores: companies, connections, bank lines, documents, allocations and the outbox.
CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "account_provider_key" UNIQUE("provider_id","account_id"),
	CONSTRAINT "account_keeps_no_secret" CHECK (coalesce("account"."access_token", "account"."refresh_token", "account"."id_token", "account"."password") is null)
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"active_company_id" text,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean NOT NULL,
	"image" text,
	"language" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone,
	"updated_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "bank_account" (
	"company_id" uuid NOT NULL,
	"bank_account_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"reference" text NOT NULL,
	"reference_type" text NOT NULL,
	"currency" text NOT NULL,
	"subtype" text,
	"description" text,
	"product" text,
	"holder_name" text,
	"bank_name" text,
	"financial_institution_id" text,
	"ponto_account_id" text NOT NULL,
	"is_shared" boolean NOT NULL,
	"availability" text,
	"current_balance_minor" bigint,
	"available_balance_minor" bigint,
	"balance_reference_date" date,
	"bank_synchronized_at" timestamp with time zone,
	"authorized_at" timestamp with time zone,
	"authorization_expires_at" timestamp with time zone,
	"fetched_at" timestamp with time zone,
	"problem" text,
	"automatic_matching" text NOT NULL,
	"onfact_payment_account_id" integer,
	"first_pull_at" timestamp with time zone,
	"first_pull_count" integer,
	"boundary_transaction_id" text,
	"boundary_created_at" timestamp with time zone,
	"boundary_date" date,
	"is_relinked" boolean DEFAULT false NOT NULL,
	"walk" integer DEFAULT 1 NOT NULL,
	"walk_cursor" text,
	CONSTRAINT "bank_account_key" PRIMARY KEY("company_id","bank_account_id"),
	CONSTRAINT "bank_account_number_key" UNIQUE("company_id","reference","currency")
);
--> statement-breakpoint
ALTER TABLE "bank_account" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bank_transaction" (
	"company_id" uuid NOT NULL,
	"bank_transaction_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"source" text NOT NULL,
	"source_reference" text NOT NULL,
	"execution_date" date NOT NULL,
	"value_date" date NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"counterpart_name" text,
	"counterpart_reference" text,
	"remittance_information" text,
	"remittance_information_type" text,
	"structured_communication" text,
	"description" text,
	"end_to_end_id" text,
	"bank_transaction_code" text,
	"proprietary_bank_transaction_code" text,
	"purpose_code" text,
	"mandate_id" text,
	"creditor_id" text,
	"additional_information" text,
	"bank_reference" text,
	"provider_created_at" timestamp with time zone,
	"provider_updated_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"walk" integer NOT NULL,
	"allocated_minor" bigint DEFAULT 0 NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_transaction_key" PRIMARY KEY("company_id","bank_transaction_id"),
	CONSTRAINT "bank_transaction_source_key" UNIQUE("company_id","bank_account_id","source","source_reference"),
	CONSTRAINT "bank_transaction_not_over_allocated" CHECK ("bank_transaction"."allocated_minor" >= 0 and "bank_transaction"."allocated_minor" <= abs("bank_transaction"."amount_minor"))
);
--> statement-breakpoint
ALTER TABLE "bank_transaction" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bank_transaction_revision" (
	"company_id" uuid NOT NULL,
	"bank_transaction_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"content" jsonb NOT NULL,
	"replaced_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_transaction_revision_key" PRIMARY KEY("company_id","bank_transaction_id","revision")
);
--> statement-breakpoint
ALTER TABLE "bank_transaction_revision" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "received_page" (
	"company_id" uuid NOT NULL,
	"received_page_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"source" text NOT NULL,
	"walk" integer NOT NULL,
	"lines" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "received_page_key" PRIMARY KEY("company_id","received_page_id")
);
--> statement-breakpoint
ALTER TABLE "received_page" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "unreadable_line" (
	"company_id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"source_reference" text NOT NULL,
	"path" text NOT NULL,
	"problem" text NOT NULL,
	"raw" jsonb NOT NULL,
	"walk" integer NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "unreadable_line_key" PRIMARY KEY("company_id","bank_account_id","source_reference")
);
--> statement-breakpoint
ALTER TABLE "unreadable_line" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "api_key" (
	"company_id" uuid NOT NULL,
	"api_key_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"key_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_key_key" PRIMARY KEY("company_id","api_key_id"),
	CONSTRAINT "api_key_hash_key" UNIQUE("company_id","key_hash")
);
--> statement-breakpoint
ALTER TABLE "api_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"company_id" uuid NOT NULL,
	"audit_entry_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"reason" text,
	"facts" jsonb NOT NULL,
	CONSTRAINT "audit_entry_key" PRIMARY KEY("company_id","audit_entry_id")
);
--> statement-breakpoint
ALTER TABLE "audit_entry" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "company" (
	"company_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"onfact_company_uuid" text NOT NULL,
	"name" text NOT NULL,
	"vat_number" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "company_onfact_key" UNIQUE("onfact_company_uuid")
);
--> statement-breakpoint
ALTER TABLE "company" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "company_member" (
	"company_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"user_name" text NOT NULL,
	"role" text NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "company_member_key" PRIMARY KEY("company_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "company_member" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "idempotency_record" (
	"company_id" uuid NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" text,
	"response_body" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_record_key" PRIMARY KEY("company_id","idempotency_key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_record" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "onfact_credential" (
	"company_id" uuid PRIMARY KEY NOT NULL,
	"session_key_envelope" text NOT NULL,
	"refused_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "onfact_credential" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "authorization_attempt" (
	"company_id" uuid NOT NULL,
	"authorization_attempt_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"state_hash" text NOT NULL,
	"session_hash" text NOT NULL,
	"code_verifier_envelope" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"outcome" text,
	CONSTRAINT "authorization_attempt_key" PRIMARY KEY("company_id","authorization_attempt_id"),
	CONSTRAINT "authorization_attempt_state_key" UNIQUE("company_id","state_hash")
);
--> statement-breakpoint
ALTER TABLE "authorization_attempt" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "connection" (
	"company_id" uuid NOT NULL,
	"connection_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"state" text NOT NULL,
	"organization_id" text,
	"organization_name" text,
	"scope" text,
	"activated_at" timestamp with time zone NOT NULL,
	"connected_at" timestamp with time zone,
	"deactivated_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"lease_until" timestamp with time zone,
	"fence" bigint DEFAULT 0 NOT NULL,
	"failed_pull_count" integer DEFAULT 0 NOT NULL,
	"last_successful_pull_at" timestamp with time zone,
	CONSTRAINT "connection_key" PRIMARY KEY("company_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "connection" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "connection_token" (
	"company_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"access_token_envelope" text NOT NULL,
	"refresh_token_envelope" text NOT NULL,
	"access_expires_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "connection_token_key" PRIMARY KEY("company_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "connection_token" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "pull" (
	"company_id" uuid NOT NULL,
	"pull_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"fence" bigint NOT NULL,
	"trigger" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"outcome" text NOT NULL,
	"new_transaction_count" integer DEFAULT 0 NOT NULL,
	"changed_transaction_count" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"provider_request_id" text,
	CONSTRAINT "pull_key" PRIMARY KEY("company_id","pull_id"),
	CONSTRAINT "pull_fence_key" UNIQUE("company_id","connection_id","fence")
);
--> statement-breakpoint
ALTER TABLE "pull" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "synchronization_of_account" (
	"company_id" uuid NOT NULL,
	"synchronization_request_id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"subtype" text NOT NULL,
	"idempotency_key" uuid DEFAULT gen_random_uuid() NOT NULL,
	"ponto_synchronization_id" text,
	"state" text NOT NULL,
	"problem" text,
	CONSTRAINT "synchronization_of_account_key" PRIMARY KEY("company_id","synchronization_request_id","bank_account_id","subtype")
);
--> statement-breakpoint
ALTER TABLE "synchronization_of_account" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "synchronization_request" (
	"company_id" uuid NOT NULL,
	"synchronization_request_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"state" text NOT NULL,
	"new_transaction_count" integer DEFAULT 0 NOT NULL,
	"customer_ip_address" text,
	CONSTRAINT "synchronization_request_key" PRIMARY KEY("company_id","synchronization_request_id")
);
--> statement-breakpoint
ALTER TABLE "synchronization_request" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "allocation" (
	"company_id" uuid NOT NULL,
	"allocation_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"bank_transaction_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"cause" text NOT NULL,
	"rule" text,
	"reasons" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "allocation_key" PRIMARY KEY("company_id","allocation_id"),
	CONSTRAINT "allocation_amount_positive" CHECK ("allocation"."amount_minor" > 0),
	CONSTRAINT "allocation_one_cause" CHECK (("allocation"."cause" = 'rule') = ("allocation"."rule" is not null))
);
--> statement-breakpoint
ALTER TABLE "allocation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "allocation_undo" (
	"company_id" uuid NOT NULL,
	"allocation_id" uuid NOT NULL,
	"undone_at" timestamp with time zone NOT NULL,
	"undone_by" text NOT NULL,
	CONSTRAINT "allocation_undo_key" PRIMARY KEY("company_id","allocation_id")
);
--> statement-breakpoint
ALTER TABLE "allocation_undo" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "document_reading" (
	"company_id" uuid PRIMARY KEY NOT NULL,
	"read_at" timestamp with time zone,
	"problem" text,
	"started_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "document_reading" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "open_document" (
	"company_id" uuid NOT NULL,
	"document_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"onfact_id" integer NOT NULL,
	"number" text NOT NULL,
	"structured_communication" text,
	"customer_name" text,
	"issue_date" date,
	"due_date" date,
	"total_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"status" text NOT NULL,
	"is_open" boolean NOT NULL,
	"allocated_minor" bigint DEFAULT 0 NOT NULL,
	"modified_at" text,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "open_document_key" PRIMARY KEY("company_id","document_id"),
	CONSTRAINT "open_document_onfact_key" UNIQUE("company_id","kind","onfact_id"),
	CONSTRAINT "open_document_allocated_not_negative" CHECK ("open_document"."allocated_minor" >= 0)
);
--> statement-breakpoint
ALTER TABLE "open_document" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "publication" (
	"company_id" uuid NOT NULL,
	"publication_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"allocation_id" uuid NOT NULL,
	"operation" text NOT NULL,
	"state" text NOT NULL,
	"onfact_payment_id" integer,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone,
	"problem" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "publication_key" PRIMARY KEY("company_id","publication_id"),
	CONSTRAINT "publication_intent_key" UNIQUE("company_id","allocation_id","operation")
);
--> statement-breakpoint
ALTER TABLE "publication" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_account" ADD CONSTRAINT "bank_account_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_transaction" ADD CONSTRAINT "bank_transaction_account" FOREIGN KEY ("company_id","bank_account_id") REFERENCES "public"."bank_account"("company_id","bank_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_transaction_revision" ADD CONSTRAINT "bank_transaction_revision_transaction" FOREIGN KEY ("company_id","bank_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "received_page" ADD CONSTRAINT "received_page_account" FOREIGN KEY ("company_id","bank_account_id") REFERENCES "public"."bank_account"("company_id","bank_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unreadable_line" ADD CONSTRAINT "unreadable_line_account" FOREIGN KEY ("company_id","bank_account_id") REFERENCES "public"."bank_account"("company_id","bank_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_member" ADD CONSTRAINT "company_member_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_record" ADD CONSTRAINT "idempotency_record_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "onfact_credential" ADD CONSTRAINT "onfact_credential_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authorization_attempt" ADD CONSTRAINT "authorization_attempt_connection" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connection"("company_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection" ADD CONSTRAINT "connection_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_token" ADD CONSTRAINT "connection_token_connection" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connection"("company_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull" ADD CONSTRAINT "pull_connection" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connection"("company_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "synchronization_of_account" ADD CONSTRAINT "synchronization_of_account_request" FOREIGN KEY ("company_id","synchronization_request_id") REFERENCES "public"."synchronization_request"("company_id","synchronization_request_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "synchronization_request" ADD CONSTRAINT "synchronization_request_connection" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connection"("company_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_transaction" FOREIGN KEY ("company_id","bank_transaction_id") REFERENCES "public"."bank_transaction"("company_id","bank_transaction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_document" FOREIGN KEY ("company_id","document_id") REFERENCES "public"."open_document"("company_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocation_undo" ADD CONSTRAINT "allocation_undo_allocation" FOREIGN KEY ("company_id","allocation_id") REFERENCES "public"."allocation"("company_id","allocation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_reading" ADD CONSTRAINT "document_reading_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_document" ADD CONSTRAINT "open_document_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_allocation" FOREIGN KEY ("company_id","allocation_id") REFERENCES "public"."allocation"("company_id","allocation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_user_idx" ON "account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user_idx" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_identifier_idx" ON "verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "bank_transaction_list_idx" ON "bank_transaction" USING btree ("company_id","execution_date" DESC NULLS LAST,"bank_transaction_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "bank_transaction_unmatched_idx" ON "bank_transaction" USING btree ("company_id","structured_communication") WHERE "bank_transaction"."allocated_minor" = 0 and "bank_transaction"."structured_communication" is not null;--> statement-breakpoint
CREATE INDEX "received_page_age_idx" ON "received_page" USING btree ("company_id","received_at");--> statement-breakpoint
CREATE INDEX "api_key_hash_idx" ON "api_key" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "audit_entry_subject_idx" ON "audit_entry" USING btree ("company_id","subject_type","subject_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "company_member_user_idx" ON "company_member" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "authorization_attempt_state_idx" ON "authorization_attempt" USING btree ("state_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "connection_one_live_idx" ON "connection" USING btree ("company_id") WHERE "connection"."deactivated_at" is null;--> statement-breakpoint
CREATE INDEX "connection_due_idx" ON "connection" USING btree ("due_at") WHERE "connection"."state" = 'active';--> statement-breakpoint
CREATE INDEX "pull_recent_idx" ON "pull" USING btree ("company_id","connection_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "synchronization_request_recent_idx" ON "synchronization_request" USING btree ("company_id","connection_id","requested_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "allocation_transaction_idx" ON "allocation" USING btree ("company_id","bank_transaction_id");--> statement-breakpoint
CREATE INDEX "allocation_document_idx" ON "allocation" USING btree ("company_id","document_id");--> statement-breakpoint
CREATE INDEX "open_document_communication_idx" ON "open_document" USING btree ("company_id","structured_communication") WHERE "open_document"."is_open" and "open_document"."structured_communication" is not null;--> statement-breakpoint
CREATE INDEX "publication_due_idx" ON "publication" USING btree ("due_at") WHERE "publication"."due_at" is not null;--> statement-breakpoint
CREATE POLICY "bank_account_of_company" ON "bank_account" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "bank_transaction_of_company" ON "bank_transaction" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "bank_transaction_revision_of_company" ON "bank_transaction_revision" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "received_page_of_company" ON "received_page" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "unreadable_line_of_company" ON "unreadable_line" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "api_key_of_company" ON "api_key" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "api_key_by_hash" ON "api_key" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (key_hash = current_setting('app.api_key_hash', true));--> statement-breakpoint
CREATE POLICY "audit_entry_of_company" ON "audit_entry" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "company_of_company" ON "company" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "company_by_onfact_uuid" ON "company" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (onfact_company_uuid = current_setting('app.onfact_company_uuid', true));--> statement-breakpoint
CREATE POLICY "company_of_user" ON "company" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (exists (select from company_member member where member.company_id = company.company_id and member.user_id = current_setting('app.user_id', true)));--> statement-breakpoint
CREATE POLICY "company_member_of_company" ON "company_member" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "company_member_of_user" ON "company_member" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (user_id = current_setting('app.user_id', true));--> statement-breakpoint
CREATE POLICY "idempotency_record_of_company" ON "idempotency_record" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "onfact_credential_of_company" ON "onfact_credential" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "authorization_attempt_of_company" ON "authorization_attempt" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "authorization_attempt_by_state" ON "authorization_attempt" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (state_hash = current_setting('app.authorization_state_hash', true));--> statement-breakpoint
CREATE POLICY "connection_of_company" ON "connection" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "connection_select_of_dispatcher" ON "connection" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (current_setting('app.dispatcher', true) = 'on');--> statement-breakpoint
CREATE POLICY "connection_update_of_dispatcher" ON "connection" AS PERMISSIVE FOR UPDATE TO "onfact_ponto_application" USING (current_setting('app.dispatcher', true) = 'on');--> statement-breakpoint
CREATE POLICY "connection_token_of_company" ON "connection_token" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "pull_of_company" ON "pull" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "synchronization_of_account_of_company" ON "synchronization_of_account" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "synchronization_request_of_company" ON "synchronization_request" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "allocation_of_company" ON "allocation" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "allocation_undo_of_company" ON "allocation_undo" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "document_reading_of_company" ON "document_reading" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "open_document_of_company" ON "open_document" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "publication_of_company" ON "publication" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "publication_select_of_dispatcher" ON "publication" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (current_setting('app.dispatcher', true) = 'on');