import { describe, expect, it } from 'vitest';
import {
  hrefOfLine,
  hrefOfPage,
  hrefWith,
  isWholeMonth,
  periodOf,
  readAmount,
  readFilters,
  readPlace,
  toQuery,
} from './filters.ts';

const account = '018f0000-0000-7000-8000-000000000001';

describe('filters in the address', () => {
  it('survive a round trip through the address', () => {
    const filters = readFilters(
      new URLSearchParams(
        `search=Brouwerij+2026-114&account=${account}&status=to_process&witness=coda&direction=in&counterparty=BE68+5390&from=2026-11-01`,
      ),
    );
    expect(readFilters(new URLSearchParams(hrefWith(filters).slice(1)))).toEqual(filters);
  });

  it('leave out what cannot be meant', () => {
    expect(
      readFilters(new URLSearchParams('account=x&status=paid&witness=fax&direction=up&from=2026-02-30&minimum=veel')),
    ).toEqual({});
  });

  it('are named as the api names them', () => {
    const filters = readFilters(new URLSearchParams(`account=${account}&minimum=1.234,50&search=x`));
    expect(toQuery(filters)).toEqual({ bankAccountId: account, minimumAmount: '1234.50', search: 'x' });
  });

  it('lose page and opened line when they change', () => {
    expect(hrefWith({ status: 'matched' }, { status: undefined })).toBe('/payments/transactions');
  });

  it('stay when a line is opened or closed', () => {
    const current = new URLSearchParams('status=matched&after=cursor&transaction=a&/undo=');
    expect(hrefOfLine(current, 'b')).toBe('?status=matched&after=cursor&transaction=b');
    expect(hrefOfLine(current, undefined)).toBe('?status=matched&after=cursor');
  });
});

describe('a page of the list', () => {
  it('is found again by its address, under the same filters', () => {
    const href = hrefOfPage({ status: 'ignored' }, { after: 'cursor', at: 50 });
    expect(href).toBe('?status=ignored&after=cursor&at=50');
    expect(readPlace(new URLSearchParams(href.slice(1)))).toEqual({ after: 'cursor', at: 50 });
    expect(hrefOfPage({ status: 'ignored' })).toBe('?status=ignored');
  });

  it('is one page also when an address names two, and begins at the top when it says nothing that counts', () => {
    expect(readPlace(new URLSearchParams('after=a&before=b&at=-3'))).toEqual({ after: 'a', at: 0 });
    expect(readPlace(new URLSearchParams('before=b&at=1e9'))).toEqual({ before: 'b', at: 0 });
  });
});

describe('an amount as people write it', () => {
  it.each([
    ['1234,5', '1234.5'],
    ['1.234,50', '1234.50'],
    ['1,234.50', '1234.50'],
    ['€ 1 234,50', '1234.50'],
    ['007', '7'],
    ['0', '0'],
  ])('%s is %s', (written, decimal) => expect(readAmount(written)).toBe(decimal));

  it.each(['', '-5', '1,2,3', '1e3', '12,3456', 'abc', '1'.repeat(16)])('refuses "%s"', (written) => {
    expect(readAmount(written)).toBeUndefined();
  });
});

describe('periods', () => {
  it('know the length of every month', () => {
    expect(periodOf('thisMonth', '2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(periodOf('lastMonth', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  });

  it('are called by their month only when they are whole', () => {
    expect(isWholeMonth('2026-11-01', '2026-11-30')).toBe(true);
    expect(isWholeMonth('2026-11-01', '2026-11-29')).toBe(false);
    expect(isWholeMonth('2026-11-01', '2026-12-31')).toBe(false);
  });
});
