import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { assertPortsAreFree, defaultPorts, freePorts } from './ports.ts';

it('names the variable of every busy port', async () => {
  const busy = createServer();
  await new Promise<void>((resolve) => busy.listen(0, 'localhost', resolve));
  const { port } = busy.address() as AddressInfo;
  const ports = { ...(await freePorts()), API_PORT: port };

  await expect(assertPortsAreFree(ports, ['ADMIN_PORT', 'API_PORT'])).rejects.toThrow(
    `Port ${port} is in use; set API_PORT to a free one.`,
  );
  await expect(assertPortsAreFree(ports, ['ADMIN_PORT'])).resolves.toBeUndefined();
  await new Promise((resolve) => busy.close(resolve));
});

it('refuses one port for two servers', async () => {
  const ports = { ...(await freePorts()), ADMIN_PORT: 4999, API_PORT: 4999 };
  await expect(assertPortsAreFree(ports, ['ADMIN_PORT', 'API_PORT'])).rejects.toThrow(/API_PORT and ADMIN_PORT/);
});

it('gives each port once, also before anything listens there', async () => {
  const ports = [...Object.values(await freePorts()), ...Object.values(await freePorts())];
  expect(new Set(ports).size).toBe(ports.length);
});

it('has no default twice', () => {
  expect(new Set(Object.values(defaultPorts)).size).toBe(Object.keys(defaultPorts).length);
});
