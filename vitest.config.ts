import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const source = '{packages,apps}/*/src/**';
const needsMore = ['**/*.database.test.ts', '**/*.process.test.ts'];

/** What a test waits for may take long on a busy machine, and proves nothing by coming early. */
const patient = { poll: { timeout: 30_000 } };

/** Each kind of test by what it needs: nothing, a PostgreSQL server, real processes, or the whole product and a browser. */
export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: 'unit',
          expect: patient,
          /** They touch nothing outside themselves, so the files of a worker may share what is loaded: half the time. */
          isolate: false,
          /** Nothing is proven by how fast it is: a busy machine only takes longer. */
          testTimeout: 60_000,
          include: [`${source}/*.test.ts`, 'launcher/src/**/*.test.ts'],
          exclude: needsMore,
        },
      },
      {
        test: {
          name: 'database',
          expect: patient,
          include: [`${source}/*.database.test.ts`, 'launcher/src/**/*.database.test.ts'],
          globalSetup: ['launcher/src/testing/database-setup.ts'],
          /** Each file has a database and simulators of its own; loading the product again for each costs a minute. */
          isolate: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
          /** A file waits for the server half of its time, so that two on two cores do not get in each other's way. */
          maxWorkers: Math.max(2, availableParallelism()),
          /** Projects with different numbers of workers run one after the other. */
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'process',
          expect: patient,
          include: ['{packages,apps}/*/src/**/*.process.test.ts', '{launcher,e2e}/src/**/*.process.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          expect: patient,
          include: ['e2e/src/**/*.test.ts'],
          globalSetup: ['launcher/src/testing/product-setup.ts'],
          exclude: needsMore,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
