import { createServer } from 'node:net';
import { StartError } from '../start-error.ts';

/** Where everything listens, each under the name of the variable that moves it. */
export const defaultPorts = {
  ADMIN_PORT: 4800,
  API_PORT: 4801,
  WORKER_PORT: 4802,
  PONTO_API_PORT: 4810,
  PONTO_AUTHORIZATION_PORT: 4811,
  PONTO_CONTROL_PORT: 4812,
  ONFACT_PORT: 4820,
  ONFACT_CONTROL_PORT: 4821,
  DATABASE_PORT: 4830,
  SMTP_PORT: 4840,
  MAIL_PORT: 4841,
} as const;

export type PortVariable = keyof typeof defaultPorts;
export type Ports = Readonly<Record<PortVariable, number>>;

/**
 * Asked before anything is started, so that a busy port leaves nothing half done.
 * @throws StartError that names every variable to change
 */
export async function assertPortsAreFree(ports: Ports, needed: readonly PortVariable[]): Promise<void> {
  const problems = [];
  for (const [index, variable] of needed.entries()) {
    const port = ports[variable];
    const twin = needed.slice(0, index).find((earlier) => ports[earlier] === port);
    if (twin) problems.push(`${variable} and ${twin} are both ${port}; give each its own.`);
    else if (!(await isFree(port))) problems.push(`Port ${port} is in use; set ${variable} to a free one.`);
  }
  if (problems.length > 0) throw new StartError(problems.join('\n'));
}

/** Free ports for everything, so that a test never meets a running product. */
export async function freePorts(): Promise<Ports> {
  const ports: [string, number][] = [];
  for (const name of Object.keys(defaultPorts)) ports.push([name, await freePort()]);
  return Object.fromEntries(ports) as Ports;
}

/**
 * Tests start products at the same time, and a port that is free must still be so when it is used, seconds later. So each
 * process looks in a place of its own, below the ports that systems hand out, and gives each port once.
 */
const firstPort = 11_000;
const portsOfProcess = 32;
let nextPort = firstPort + (process.pid % 600) * portsOfProcess;

/** A port of the loopback interface that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = nextPort;
    nextPort += 1;
    if (await isFree(port)) return port;
  }
}

/** "localhost" may mean either address family, and a server on one of them is enough to be in the way. */
async function isFree(port: number): Promise<boolean> {
  return (await isFreeAt(port, '127.0.0.1')) && (await isFreeAt(port, '::1'));
}

async function isFreeAt(port: number, host: string): Promise<boolean> {
  const probe = createServer();
  const problem = await new Promise<string | undefined>((resolve) => {
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    probe.listen(port, host, () => resolve(undefined));
  });
  if (problem === undefined) await new Promise((resolve) => probe.close(resolve));
  /** A machine without this address family has nobody listening on it either. */
  return problem === undefined || problem === 'EADDRNOTAVAIL' || problem === 'EAFNOSUPPORT';
}
