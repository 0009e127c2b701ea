import { expect, it } from 'vitest';
import { readLauncherConfig } from './config.ts';
import { defaultPorts } from './processes/ports.ts';

it('needs nothing from the environment', () => {
  expect(readLauncherConfig({})).toEqual({ ports: defaultPorts, databaseUrl: undefined });
});

it('takes an empty variable for one that is not set', () => {
  expect(readLauncherConfig({ DATABASE_URL: '', ADMIN_PORT: '' }).databaseUrl).toBeUndefined();
});

it('names every wrong variable and never shows its value', () => {
  const read = () =>
    readLauncherConfig({ ADMIN_PORT: 'eighty', API_PORT: '70000', DATABASE_URL: 'mysql://secret@host' });
  expect(read).toThrow(/ADMIN_PORT[^]*API_PORT[^]*DATABASE_URL/);
  expect(read).not.toThrow(/eighty|70000|secret/);
});
