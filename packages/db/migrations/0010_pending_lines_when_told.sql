-- Until when the announced lines of an account are read. A new column only: the release before goes on beside it.
ALTER TABLE "bank_account" ADD COLUMN "pending_read_for" timestamp with time zone;