-- What people are told (reminders, alarms, their mails and wishes), and the trips to a bank on which a consent is renewed.
-- A process of the release before may go on beside it: it tells nobody anything, as before.
CREATE TABLE "consent_reminder" (
	"company_id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"consent" text NOT NULL,
	"days_before" smallint NOT NULL,
	"notification_id" uuid NOT NULL,
	"reminded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consent_reminder_key" PRIMARY KEY("company_id","bank_account_id","consent")
);
--> statement-breakpoint
ALTER TABLE "consent_reminder" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mail" (
	"company_id" uuid NOT NULL,
	"mail_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"notification_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"state" text NOT NULL,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"problem" text,
	CONSTRAINT "mail_key" PRIMARY KEY("company_id","mail_id")
);
--> statement-breakpoint
ALTER TABLE "mail" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notification" (
	"company_id" uuid NOT NULL,
	"notification_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"cause" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"facts" jsonb NOT NULL,
	CONSTRAINT "notification_key" PRIMARY KEY("company_id","notification_id")
);
--> statement-breakpoint
ALTER TABLE "notification" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notification_account" (
	"company_id" uuid NOT NULL,
	"notification_id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	CONSTRAINT "notification_account_key" PRIMARY KEY("company_id","notification_id","bank_account_id")
);
--> statement-breakpoint
ALTER TABLE "notification_account" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notification_receipt" (
	"company_id" uuid NOT NULL,
	"notification_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"read_at" timestamp with time zone,
	"dismissed_until" timestamp with time zone,
	CONSTRAINT "notification_receipt_key" PRIMARY KEY("company_id","user_id","notification_id")
);
--> statement-breakpoint
ALTER TABLE "notification_receipt" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notification_setting" (
	"company_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"in_app" boolean NOT NULL,
	"by_mail" boolean NOT NULL,
	CONSTRAINT "notification_setting_key" PRIMARY KEY("company_id","user_id","kind")
);
--> statement-breakpoint
ALTER TABLE "notification_setting" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reauthorization_attempt" (
	"company_id" uuid NOT NULL,
	"reauthorization_attempt_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"state_hash" text NOT NULL,
	"session_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"outcome" text,
	"authorized_before" timestamp with time zone,
	"expiry_before" timestamp with time zone,
	CONSTRAINT "reauthorization_attempt_key" PRIMARY KEY("company_id","reauthorization_attempt_id")
);
--> statement-breakpoint
ALTER TABLE "reauthorization_attempt" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "watch_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "consent_reminder" ADD CONSTRAINT "consent_reminder_bank_account" FOREIGN KEY ("company_id","bank_account_id") REFERENCES "public"."bank_account"("company_id","bank_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_reminder" ADD CONSTRAINT "consent_reminder_notification" FOREIGN KEY ("company_id","notification_id") REFERENCES "public"."notification"("company_id","notification_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "mail_notification" FOREIGN KEY ("company_id","notification_id") REFERENCES "public"."notification"("company_id","notification_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_account" ADD CONSTRAINT "notification_account_notification" FOREIGN KEY ("company_id","notification_id") REFERENCES "public"."notification"("company_id","notification_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_account" ADD CONSTRAINT "notification_account_bank_account" FOREIGN KEY ("company_id","bank_account_id") REFERENCES "public"."bank_account"("company_id","bank_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_receipt" ADD CONSTRAINT "notification_receipt_notification" FOREIGN KEY ("company_id","notification_id") REFERENCES "public"."notification"("company_id","notification_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_setting" ADD CONSTRAINT "notification_setting_company" FOREIGN KEY ("company_id") REFERENCES "public"."company"("company_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reauthorization_attempt" ADD CONSTRAINT "reauthorization_attempt_bank_account" FOREIGN KEY ("company_id","bank_account_id") REFERENCES "public"."bank_account"("company_id","bank_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "mail_receiver_key" ON "mail" USING btree ("company_id","notification_id","user_id");--> statement-breakpoint
CREATE INDEX "mail_due_idx" ON "mail" USING btree ("due_at") WHERE "mail"."due_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "notification_open_cause_idx" ON "notification" USING btree ("company_id","cause") WHERE "notification"."closed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "reauthorization_attempt_state_key" ON "reauthorization_attempt" USING btree ("company_id","state_hash");--> statement-breakpoint
CREATE INDEX "connection_watch_due_idx" ON "connection" USING btree ("watch_due_at") WHERE "connection"."watch_due_at" is not null;--> statement-breakpoint
CREATE POLICY "consent_reminder_of_company" ON "consent_reminder" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "mail_of_company" ON "mail" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "mail_select_of_dispatcher" ON "mail" AS PERMISSIVE FOR SELECT TO "onfact_ponto_application" USING (current_setting('app.dispatcher', true) = 'on');--> statement-breakpoint
CREATE POLICY "notification_of_company" ON "notification" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "notification_account_of_company" ON "notification_account" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "notification_receipt_of_company" ON "notification_receipt" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "notification_setting_of_company" ON "notification_setting" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint
CREATE POLICY "reauthorization_attempt_of_company" ON "reauthorization_attempt" AS PERMISSIVE FOR ALL TO "onfact_ponto_application" USING (company_id = (select current_company_id())) WITH CHECK (company_id = (select current_company_id()));--> statement-breakpoint

-- Row-level security binds the owner too, and the application role gets its rights: what the schema cannot say.
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['consent_reminder', 'mail', 'notification', 'notification_account',
    'notification_receipt', 'notification_setting', 'reauthorization_attempt']
  LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO onfact_ponto_application', tenant_table);
  END LOOP;
END $$;
--> statement-breakpoint

-- Forced row-level security hides every row from the owner as well, so it is lifted for what is filled in here.
ALTER TABLE "connection" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "connection" SET "watch_due_at" = now() WHERE "deactivated_at" IS NULL;--> statement-breakpoint
ALTER TABLE "connection" FORCE ROW LEVEL SECURITY;
