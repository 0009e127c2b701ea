import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalTextOf, exactNumberOf, parseExactJson, type JsonObject } from './exact-json.ts';

const decimal = fc
  .tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.option(fc.stringMatching(/^\d{1,20}$/), { nil: undefined }))
  .map(([whole, fraction]) => (fraction === undefined ? String(whole) : `${whole}.${fraction}`));

describe('a number in JSON', () => {
  it('keeps its value, whatever its length', () => {
    fc.assert(
      fc.property(decimal, (digits) => {
        const { amount } = parseExactJson(`{"amount":${digits}}`) as JsonObject;
        expect(trimmed(decimalTextOf(amount) ?? '')).toBe(trimmed(digits));
      }),
    );
  });

  it('is written again with the same value', () => {
    fc.assert(
      fc.property(fc.array(decimal), (list) => {
        const written = JSON.stringify(parseExactJson(`[${list.join(', ')}]`));
        expect(written.slice(1, -1).split(',').map(trimmed)).toEqual((list.length === 0 ? [''] : list).map(trimmed));
      }),
    );
  });

  it('is an ordinary number when a double holds it', () => {
    expect(parseExactJson('[59.0, -100.00, 0.1, 123456789012.34]')).toEqual([59, -100, 0.1, 123456789012.34]);
  });

  it('never becomes infinite', () => {
    expect(JSON.stringify(parseExactJson('{"a":1e400,"b":[-1E-400]}'))).toBe('{"a":1e400,"b":[-1E-400]}');
  });

  it('can be made from digits', () => {
    expect(JSON.stringify({ amount: exactNumberOf('90071992547409.93') })).toBe('{"amount":90071992547409.93}');
    expect(() => exactNumberOf('12,50')).toThrow(SyntaxError);
  });
});

describe('text in JSON', () => {
  it('can always be stored: no NUL and no half characters, in names neither', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (texts) => {
        const written = JSON.stringify(parseExactJson(JSON.stringify({ ...texts, '\0\ud800': ['\0', '\udfff'] })));
        expect(written).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }),
    );
  });

  it('is otherwise as it was sent', () => {
    expect(parseExactJson(String.raw`{"a":"😀 \ud83d\ude00 é \\u0000","b\u0000":"x\u0000y\ud800"}`)).toEqual({
      a: '😀 😀 é \\u0000',
      'b\ufffd': 'x\ufffdy\ufffd',
    });
  });
});

it.each([
  '['.repeat(200) + ']'.repeat(200),
  '{"a":'.repeat(1_000_000),
  '['.repeat(5_000_000),
  `[1e5,${'['.repeat(100_000)}`,
])('absurd nesting is refused and harms nothing', (text) => expect(() => parseExactJson(text)).toThrow());

it('a name cannot reach the prototype', () => {
  const document = parseExactJson('{"__proto__":{"isOpen":true},"a":1e400}') as JsonObject;
  expect(document.isOpen).toBeUndefined();
  expect(({} as JsonObject).isOpen).toBeUndefined();
});

it('everything else in JSON is read as ever', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      fc.pre(!/[eE]/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '')) && !/\d{15}/.test(text.replace(/\./g, '')));
      expect(parseExactJson(text)).toEqual(JSON.parse(text));
    }),
  );
  expect(() => parseExactJson('{"cut":')).toThrow(SyntaxError);
});

it.each([[null], [undefined], [true], [{}], [[1]], [{ rawJSON: '1' }]])('%j has no digits', (value) => {
  expect(decimalTextOf(value)).toBeUndefined();
});

/** The value without the zeros that do not count. */
function trimmed(digits: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^\s*(-?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(digits) ?? [];
  const value = `${whole || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  return digits === '' ? '' : `${value === '0' ? '' : sign}${value}`;
}
