import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Endpoints } from '../product/endpoints.ts';
import { freePorts } from '../processes/ports.ts';
import { startProduct } from '../product/product.ts';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be added to
  interface ProvidedContext {
    /** Of a product of its own, with a fresh demo world, that is thrown away after the run. */
    endpoints: Endpoints;
    /** Of the same product, with everything that it wrote. */
    dataFolder: string;
  }
}

/** The whole product on free ports, for tests that look at it from outside. TEST_DATABASE_URL is not used here. */
export default async function setUpProduct(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'onfact-ponto-product-'));
  const problems: string[] = [];
  const product = await startProduct({
    dataFolder,
    ports: await freePorts(),
    isDurable: false,
    report: (line) => problems.push(line),
    giveUp: (sentence) => problems.push(sentence),
  });
  project.provide('endpoints', product.endpoints);
  project.provide('dataFolder', dataFolder);
  return async () => {
    await product.stop();
    await rm(dataFolder, { recursive: true, force: true });
    if (problems.length > 0) throw new Error(`Not everything kept running:\n${problems.join('\n')}`);
  };
}
