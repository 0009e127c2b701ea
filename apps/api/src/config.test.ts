import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const secret = 'canary-secret-0123456789abcdef0123456789';

const complete = {
  DATABASE_URL: 'postgres://application@localhost:4830/onfact_ponto',
  API_ORIGIN: 'http://localhost:4801',
  ADMIN_ORIGIN: 'http://localhost:4800',
  ADMIN_PROXY_SECRET: secret,
  AUTH_SECRET: secret,
  TOKEN_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  PONTO_API_URL: 'https://localhost:4810',
  PONTO_AUTHORIZATION_URL: 'http://localhost:4811',
  PONTO_CLIENT_ID: 'client',
  PONTO_CLIENT_SECRET: secret,
  PONTO_APPLICATION_ID: 'application',
  PONTO_REDIRECT_URI: 'http://localhost:4800/ponto/return',
  PONTO_CERTIFICATE_FILE: 'certificate.pem',
  PONTO_KEY_FILE: 'key.pem',
  ONFACT_API_URL: 'http://localhost:4820',
  ONFACT_ISSUER: 'http://localhost:4820',
  ONFACT_CLIENT_ID: 'client',
  ONFACT_CLIENT_SECRET: secret,
};

describe('readConfig', () => {
  it('takes a complete environment and fills in the defaults', () => {
    expect(readConfig(complete)).toMatchObject({ API_PORT: 4801, API_HOST: 'localhost', LOG_LEVEL: 'info' });
  });

  it.each(Object.keys(complete))('names %s when it is missing or empty', (name) => {
    expect(() => readConfig({ ...complete, [name]: undefined })).toThrow(`${name} is missing`);
    expect(() => readConfig({ ...complete, [name]: '' })).toThrow(`${name} is missing`);
  });

  it('names all that is missing at once', () => {
    expect(() => readConfig({})).toThrow(/DATABASE_URL is missing\n[\s\S]*AUTH_SECRET is missing/);
  });

  it.each([
    ['API_PORT', 'canary-port'],
    ['ADMIN_ORIGIN', 'http://canary.example/path'],
    ['DATABASE_URL', 'mysql://canary'],
    ['AUTH_SECRET', 'canary'],
    ['TOKEN_ENCRYPTION_KEYS', 'k1:canary'],
    ['LOG_LEVEL', 'canary'],
  ])('names %s when it is wrong, without its value', (name, value) => {
    const read = () => readConfig({ ...complete, [name]: value });
    expect(read).toThrow(`${name} is not valid`);
    expect(read).not.toThrow(/canary/);
  });
});
