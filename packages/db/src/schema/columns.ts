import { timestamp, uuid } from 'drizzle-orm/pg-core';

/** First column of every tenant table and of each of its keys. */
export const companyIdColumn = () => uuid('company_id').notNull();

/** A moment, stored in UTC. Days of bank lines and documents are `date` columns instead. */
export const moment = (name: string) => timestamp(name, { withTimezone: true });
