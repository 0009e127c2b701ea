import {
  PontoApiError,
  PontoHeldBackError,
  PontoNetworkError,
  PontoOAuthError,
  PontoTimeoutError,
  PontoUnexpectedResponseError,
} from '@onfact-ponto/ponto-client';
import { describe, expect, it } from 'vitest';
import { endOfCall, isPaused, needsProbe, pauseAfterCall, pauseAfterProbe } from './pause.ts';
import type { CallEnd } from './pause.ts';

type Pause = Parameters<typeof pauseAfterCall>[0];

const minute = 60_000;
const start = Date.parse('2026-11-27T10:00:00Z');
const at = (ms: number) => new Date(start + ms);
const well: Pause = { pauseReason: null, pausedSince: null, pausedUntil: null, failureCount: 0 };
const unreachable: CallEnd = { kind: 'unreachable' };

describe('the end of a call', () => {
  it.each<[string, unknown, CallEnd]>([
    ['a refused line', api(404), { kind: 'answered' }],
    ['a refused access token', api(401), { kind: 'answered' }],
    ['a dead grant', new PontoOAuthError('invalid_grant', undefined, answer(400)), { kind: 'answered' }],
    ['too many requests', api(429), { kind: 'busy', waitMs: undefined }],
    ['too many requests, with a time', api(429, 7_000), { kind: 'busy', waitMs: 7_000 }],
    ['a server error', api(503), unreachable],
    ['no answer', new PontoTimeoutError('headers', 1), unreachable],
    ['no connection', network('ECONNREFUSED'), unreachable],
    ['their certificate, which we refuse', network('CERT_HAS_EXPIRED'), unreachable],
    ['a page for people', new PontoUnexpectedResponseError('no JSON', answer(200)), unreachable],
    ['our secret', new PontoOAuthError('invalid_client', undefined, answer(401)), { kind: 'application_refused' }],
    ['our certificate', network('ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED'), { kind: 'application_refused' }],
    [
      'our certificate, in older words',
      network('ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED'),
      { kind: 'application_refused' },
    ],
    ['a caller that stopped', new Error('stopped'), { kind: 'unknown' }],
    ['a call that was not made', new PontoHeldBackError('busy', 1), { kind: 'unknown' }],
  ])('that was %s tells %o', (_what, failure, expected) => {
    expect(endOfCall(failure)).toEqual(expected);
  });
});

describe('when Ponto asks for patience', () => {
  it('everybody waits as long as it asked, and then goes on', () => {
    const paused = after(well, { kind: 'busy', waitMs: 30_000 }, at(0));
    expect(isPaused(paused, at(29_999))).toBe(true);
    expect(isPaused(paused, at(30_000))).toBe(false);
  });

  it('without saying how long, the waits double and are never longer than an hour', () => {
    const waits: number[] = [];
    let pause = well;
    let now = 0;
    for (let count = 0; count < 12; count += 1) {
      pause = after(pause, { kind: 'busy', waitMs: undefined }, at(now));
      const until = (pause.pausedUntil?.getTime() ?? 0) - start;
      waits.push((until - now) / 1_000);
      now = until;
    }
    expect(waits.slice(0, 4)).toEqual([10, 20, 40, 80]);
    expect(Math.max(...waits)).toBe(3_600);
  });

  it('a shorter wait, asked of a call under way, does not make it shorter', () => {
    const long = after(well, { kind: 'busy', waitMs: 60_000 }, at(0));
    expect(after(long, { kind: 'busy', waitMs: 1_000 }, at(500)).pausedUntil).toEqual(at(60_000));
  });
});

describe('when Ponto does not answer', () => {
  it('five failures over all processes begin a pause, four do not', () => {
    let pause = well;
    for (let count = 0; count < 4; count += 1) pause = after(pause, unreachable, at(0));
    expect(isPaused(pause, at(0))).toBe(false);
    pause = after(pause, unreachable, at(0));
    expect(isPaused(pause, at(0))).toBe(true);
    expect(needsProbe(pause)).toBe(true);
  });

  it('an answer in between begins the count again', () => {
    let pause = well;
    for (let count = 0; count < 20; count += 1) {
      pause = after(pause, unreachable, at(0));
      if (count % 4 === 3) pause = after(pause, { kind: 'answered' }, at(0));
    }
    expect(isPaused(pause, at(0))).toBe(false);
  });

  it('an outage of an hour costs fewer than twenty calls', () => {
    let pause = well;
    let calls = 0;
    for (let now = 0; now < 60 * minute; now += 1_000) {
      if (!isPaused(pause, at(now))) {
        calls += 1;
        pause = after(pause, unreachable, at(now));
      } else if ((pause.pausedUntil ?? at(0)) <= at(now)) {
        calls += 1;
        pause = { ...pause, ...pauseAfterProbe(pause, unreachable, at(now)) };
      }
    }
    expect(calls).toBeLessThan(20);
  });

  it('goes on when a probe is answered, and stops at the next failure, for longer', () => {
    let pause = well;
    for (let count = 0; count < 5; count += 1) pause = after(pause, unreachable, at(0));
    expect(pause.pausedUntil).toEqual(at(minute));
    pause = { ...pause, ...pauseAfterProbe(pause, { kind: 'answered' }, at(minute)) };
    expect(isPaused(pause, at(minute))).toBe(false);
    pause = after(pause, unreachable, at(minute));
    expect(pause.pausedUntil).toEqual(at(3 * minute));
  });
});

describe('when Ponto refuses our application', () => {
  it('everything stops at once, and no other message takes its place', () => {
    const paused = after(well, { kind: 'application_refused' }, at(0));
    expect(needsProbe(paused)).toBe(true);
    for (const end of [unreachable, { kind: 'busy', waitMs: 1 }, { kind: 'answered' }] as const) {
      expect(after(paused, end, at(1))).toEqual(paused);
    }
  });

  it('goes on as if nothing had been once a probe is answered', () => {
    const paused = after(well, { kind: 'application_refused' }, at(0));
    expect({ ...paused, ...pauseAfterProbe(paused, { kind: 'answered' }, at(minute)) }).toEqual(well);
  });
});

function after(pause: Pause, end: CallEnd, now: Date): Pause {
  return { ...pause, ...pauseAfterCall(pause, end, now) };
}

function answer(status: number, retryAfterMs?: number) {
  return { status, requestId: undefined, body: '', retryAfterMs };
}

function api(status: number, retryAfterMs?: number): PontoApiError {
  return new PontoApiError([], answer(status, retryAfterMs));
}

function network(code: string): PontoNetworkError {
  return new PontoNetworkError(code, { cause: Object.assign(new Error('failed'), { code }) });
}
