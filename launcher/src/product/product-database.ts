import { join } from 'node:path';
import { migrate, provisionApplicationLogin } from '@onfact-ponto/db';
import { createDatabase, startEmbeddedDatabase } from '../database/embedded-database.ts';
import { supervise } from '../processes/running.ts';
import type { Supervised } from '../processes/running.ts';
import type { ProductOptions } from './product-options.ts';

type ProductDatabase = Readonly<{
  ownerUrl: string;
  /** Of the login that api and worker use. */
  applicationUrl: string;
  /** Absent when the server is somebody else's. */
  server: Supervised | undefined;
}>;

const databaseName = 'onfact_ponto';

/**
 * The migrated database: the one that was named, or one of our own embedded server.
 * @throws StartError or DatabaseNotUsableError
 */
export async function prepareDatabase(options: ProductOptions, applicationPassword: string): Promise<ProductDatabase> {
  if (options.databaseUrl !== undefined) return { ...(await migrated(options.databaseUrl)), server: undefined };

  const { server, serverUrl } = await startServer(options);
  try {
    return { ...(await migrated(await createDatabase(serverUrl, databaseName))), server };
  } catch (error) {
    await server.stop();
    throw error;
  }

  async function migrated(ownerUrl: string): Promise<{ ownerUrl: string; applicationUrl: string }> {
    await migrate(ownerUrl);
    return { ownerUrl, applicationUrl: await provisionApplicationLogin(ownerUrl, { password: applicationPassword }) };
  }
}

async function startServer(options: ProductOptions) {
  const { dataFolder, ports, isDurable = true, report, giveUp, restarts } = options;
  const directory = join(dataFolder, 'postgres');
  let serverUrl = '';
  let hasTold = false;
  const start = async () => {
    const server = await startEmbeddedDatabase({ directory, port: ports.DATABASE_PORT, durable: isDurable });
    serverUrl = server.ownerUrl;
    if (server.directory !== directory && !hasTold) {
      hasTold = true;
      report(
        `The database server runs as nobody, cannot reach ${directory}, and keeps its data in ${server.directory}.`,
      );
    }
    return server;
  };
  const server = await supervise({ name: 'database', start, report, giveUp, restarts });
  return { server, serverUrl };
}
