import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const complete = {
  ADMIN_ORIGIN: 'http://localhost:4800/',
  API_ORIGIN: 'http://localhost:4801',
  ADMIN_PROXY_SECRET: 'a secret of enough characters',
};

describe('the configuration', () => {
  it('has defaults for what may be left out, and takes origins without a path', () => {
    expect(readConfig(complete)).toEqual({
      port: 4800,
      origin: 'http://localhost:4800',
      apiOrigin: 'http://localhost:4801',
      proxySecret: complete.ADMIN_PROXY_SECRET,
      brand: 'onfact',
    });
  });

  it('names every variable that is missing or wrong, and never its value', () => {
    const read = () => readConfig({ ADMIN_PROXY_SECRET: 'short', ADMIN_PORT: '99999', BRAND: 'nobody' });
    expect(read).toThrow(/ADMIN_ORIGIN/);
    expect(read).toThrow(/API_ORIGIN/);
    expect(read).toThrow(/ADMIN_PROXY_SECRET/);
    expect(read).toThrow(/ADMIN_PORT/);
    expect(read).toThrow(/BRAND/);
    expect(read).not.toThrow(/short|99999|nobody/);
  });
});
