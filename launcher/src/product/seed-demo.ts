import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { authenticateApiKey, createApiKey, provisionCompany } from '@onfact-ponto/application';
import { createTokenCipher, openDatabase, parseCipherKeys } from '@onfact-ponto/db';
import type { ProductFacts } from './environment.ts';
import { saveSecrets } from './secrets.ts';

/** Makes the demo companies known with the keys for their books, and an API key for the first one. Repeatable. */
export async function seedDemo(
  dataFolder: string,
  { applicationUrl, secrets, simulators }: ProductFacts,
): Promise<{ apiKey: string }> {
  const pool = openDatabase({ url: applicationUrl, applicationName: 'launcher', maximumConnections: 2 });
  const services = {
    db: pool.db,
    cipher: createTokenCipher(parseCipherKeys(secrets.tokenEncryptionKeys)),
    clock: { now: () => new Date(), sleep: (ms: number) => sleep(ms) },
    random: { bytes: randomBytes },
  };
  try {
    const companyIds = [];
    for (const { uuid, name, vat, sessionKey } of simulators.onfact.companies) {
      const company = { onfactCompanyUuid: uuid, name, vatNumber: vat, sessionKey };
      companyIds.push((await provisionCompany(services, company)).companyId);
    }
    const known = secrets.demoApiKey;
    if (known !== undefined && (await authenticateApiKey(services, known))) return { apiKey: known };

    const [companyId] = companyIds;
    if (companyId === undefined) throw new Error('The simulated onFact has no company');

    const { key } = await createApiKey({ ...services, companyId }, { name: 'Demo' });
    await saveSecrets(dataFolder, { ...secrets, demoApiKey: key });
    return { apiKey: key };
  } finally {
    await pool.close();
  }
}
