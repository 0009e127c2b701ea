import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

const canary = {
  token: 'canary-token-1f9c0a7e5d',
  iban: 'BE68539007547034',
  text: 'huur canarivogel december',
};

function givenLogger() {
  const lines: string[] = [];
  return { log: createLogger({ service: 'test', level: 'debug', write: (line) => lines.push(line) }), lines };
}

function expectNoCanary(lines: readonly string[]) {
  const all = lines.join('');
  for (const secret of [...Object.values(canary), '539007547034', 'BE68 5390 0754 7034'])
    expect(all).not.toContain(secret);
}

describe('a log line', () => {
  it.each([
    ['a token by its name', { accessToken: canary.token }],
    ['a token deep inside', { connection: { nested: [{ refresh_token: canary.token }] } }],
    ['headers', { headers: { authorization: canary.token, cookie: canary.token, 'X-SESSION-KEY': canary.token } }],
    ['a bearer in a text', { reason: `header was Bearer ${canary.token}` }],
    ['a query parameter', { url: `https://example.test/return?code=${canary.token}&state=x` }],
    ['an IBAN', { reference: canary.iban }],
    ['an IBAN in print', { reference: 'van BE68 5390 0754 7034 op maandag' }],
    ['an IBAN inside a text', { reason: `account ${canary.iban} is closed` }],
    [
      'what the payer wrote',
      { remittanceInformation: canary.text, counterpart_name: canary.text, description: canary.text },
    ],
    ['a body', { response: { body: { anything: canary.text } }, responseBody: canary.text }],
    [
      'an error with its fields',
      { error: Object.assign(new Error('no'), { response: canary.token, body: canary.text }) },
    ],
    ['a cause', { error: new Error('outer', { cause: new Error(`IBAN ${canary.iban}`) }) }],
    ['a statement with parameters', { error: new Error(`Failed query: select $1\nparams: ${canary.text}`) }],
    ['a value that the database quotes', { error: new Error(`invalid input syntax for type uuid: "${canary.text}"`) }],
    ['a body that is no JSON', { error: jsonError(`{"remittance": ${canary.text}`) }],
    ['an error as the facts', new Error(`token "${canary.token}"`)],
  ])('never holds %s', (_, facts) => {
    const { log, lines } = givenLogger();
    log.error('something failed', facts);
    log.with(facts).info('something happened');

    expect(lines).toHaveLength(2);
    expectNoCanary(lines);
  });

  it('never holds an account number or a secret in its message', () => {
    const { log, lines } = givenLogger();
    log.warn(`account ${canary.iban} refused Bearer ${canary.token}`);
    expectNoCanary(lines);
  });

  it('keeps what helps: ids, counts, codes, times and the place of an error', () => {
    const { log, lines } = givenLogger();
    const error = Object.assign(new TypeError('Ponto answered 503: serviceUnavailable'), {
      code: 'PONTO_API',
      status: 503,
    });
    log.with({ requestId: 'r-1' }).error('a pull failed', {
      connectionId: '7f1c1f0e-3c1b-4a53-8f9d-0f5d3a5e9c11',
      tokenCount: 2,
      amountMinor: 123n,
      at: new Date(0),
      error,
    });

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      service: 'test',
      message: 'a pull failed',
      requestId: 'r-1',
      connectionId: '7f1c1f0e-3c1b-4a53-8f9d-0f5d3a5e9c11',
      tokenCount: 2,
      amountMinor: '123',
      at: '1970-01-01T00:00:00.000Z',
      error: { type: 'TypeError', code: 'PONTO_API', status: 503, message: 'Ponto answered 503: serviceUnavailable' },
    });
    expect(lines[0]).toContain('logger.test.ts');
  });

  it('shortens an account number so that support can still recognise it', () => {
    const { log, lines } = givenLogger();
    log.info('pulled', { reference: canary.iban });
    expect(lines[0]).toContain('BE68 **** 7034');
  });

  it('survives facts that point to themselves', () => {
    const { log, lines } = givenLogger();
    const facts: Record<string, unknown> = {};
    facts.self = facts;
    log.info('round and round', facts);
    expect(lines).toHaveLength(1);
  });

  it('is one line whatever the text holds', () => {
    const { log, lines } = givenLogger();
    log.info('first\nsecond', { reason: 'third\r\n{"level":"fatal"}' });
    expect(lines[0]?.trimEnd().split('\n')).toHaveLength(1);
  });
});

function jsonError(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    return error;
  }
}
