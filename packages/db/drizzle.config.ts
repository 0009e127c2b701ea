import { defineConfig } from 'drizzle-kit';

/** Only for writing migrations: `npx drizzle-kit generate --name purpose` in this folder. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/schema/index.ts',
  out: './migrations',
  migrations: { prefix: 'index' },
});
