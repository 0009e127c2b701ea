import type { Ports } from '../processes/ports.ts';
import type { RestartPolicy } from '../processes/running.ts';

export type ProductOptions = Readonly<{
  /** Everything that the product keeps: database, certificates, simulated worlds, secrets, logs. */
  dataFolder: string;
  ports: Ports;
  /** Absent: the embedded database. */
  databaseUrl?: string | undefined;
  /** False for a product that is thrown away after a test. */
  isDurable?: boolean;
  /** Without the admin when only api and worker matter. */
  withAdmin?: boolean;
  /** Variables for the worker beyond the usual ones; asked at each of its starts. */
  workerEnvironment?: () => Readonly<Record<string, string>>;
  /** For a test that kills processes itself. */
  restarts?: RestartPolicy;
  report(line: string): void;
  /** Something ended too often to go on. */
  giveUp(sentence: string): void;
}>;
