-- What the confidence of a proposal is learned by. A new column only: the next run fills it.
ALTER TABLE "proposal" ADD COLUMN "evidence_class" text;