-- One pace and one pause over all processes, and the schedule's index on what nobody holds.
-- A process of the release before may go on beside it: it finds what is due by a scan, and knows neither pace nor pause.
CREATE TABLE "ponto_application" (
	"application_id" text PRIMARY KEY NOT NULL,
	"next_request_at" timestamp with time zone NOT NULL,
	"next_claim_at" timestamp with time zone NOT NULL,
	"active_count" integer DEFAULT 0 NOT NULL,
	"active_counted_at" timestamp with time zone,
	"pause_reason" text,
	"paused_since" timestamp with time zone,
	"paused_until" timestamp with time zone,
	"failure_count" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
DROP INDEX "connection_due_idx";--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "is_urgent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "connection_urgent_idx" ON "connection" USING btree (greatest("due_at", "lease_until")) WHERE "connection"."state" = 'active' and "connection"."due_at" is not null and "connection"."is_urgent";--> statement-breakpoint
CREATE INDEX "connection_due_idx" ON "connection" USING btree (greatest("due_at", "lease_until")) WHERE "connection"."state" = 'active' and "connection"."due_at" is not null;
--> statement-breakpoint

GRANT SELECT, INSERT, UPDATE ON ponto_application TO onfact_ponto_application;
--> statement-breakpoint

-- Asked twice a second by each worker. A function, so that the dispatcher's gate is opened in the same statement; in
-- PL/pgSQL, because that keeps its plan from call to call. The planner takes the policies of row-level security for
-- conditions that nearly no row fulfils and would read the whole table: here it has to follow the index.
CREATE FUNCTION is_connection_due(p_now timestamptz) RETURNS boolean
  LANGUAGE plpgsql STABLE SET app.dispatcher = 'on' SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM connection
    WHERE state = 'active' AND due_at IS NOT NULL AND greatest(due_at, lease_until) <= p_now);
END $$;
