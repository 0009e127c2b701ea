import { ApplicationError } from '@onfact-ponto/application';
import type { Problem } from '@onfact-ponto/api-contract';
import { createLogger } from '@onfact-ponto/observability';
import { HTTPException } from 'hono/http-exception';
import { describe, expect, it } from 'vitest';
import { ProblemException, problemOfError } from './problems.ts';

function givenLog() {
  const lines: string[] = [];
  return { lines, log: createLogger({ service: 'test', level: 'debug', write: (line) => lines.push(line) }) };
}

async function problemOf(error: Error) {
  const { log, lines } = givenLog();
  const answer = problemOfError(error, 'request-1', log);
  return { answer, problem: (await answer.json()) as Problem, lines };
}

describe('problemOfError', () => {
  it.each([
    [new ApplicationError('bank_account_not_found'), 404, 'bank_account_not_found'],
    [new ProblemException('company_required'), 403, 'company_required'],
    [new HTTPException(400, { message: 'Malformed JSON' }), 400, 'invalid_request'],
    [new HTTPException(413), 413, 'payload_too_large'],
    [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 503, 'unavailable'],
    [new Error('outer', { cause: Object.assign(new Error('inner'), { code: '57P01' }) }), 503, 'unavailable'],
    [new TypeError('undefined is not a function'), 500, 'internal'],
  ])('answers %s with %i %s', async (error, status, code) => {
    const { answer, problem } = await problemOf(error);
    expect(answer.status).toBe(status);
    expect(problem).toMatchObject({ status, code, requestId: 'request-1' });
  });

  it('passes on what the caller can act on', async () => {
    const allowedAt = '2026-11-24T09:05:00.000Z';
    const { problem } = await problemOf(new ApplicationError('synchronization_too_soon', { allowedAt }));
    expect(problem.details).toEqual({ allowedAt });
  });

  it('keeps what a failure was to the log', async () => {
    const { problem, lines } = await problemOf(new Error('canary in the message'));
    expect(JSON.stringify(problem)).not.toContain('canary');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('canary in the message');
  });

  it('writes no line for a refusal that is normal life', async () => {
    const { lines } = await problemOf(new ApplicationError('forbidden'));
    expect(lines).toHaveLength(0);
  });

  it('says when to come back', async () => {
    const { answer } = await problemOf(Object.assign(new Error('full'), { code: '53300' }));
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
