import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brandIds } from '../brand/brands.ts';

/** The contrast of WCAG 2.2 over the tokens themselves: a colour that nobody can read does not get in. */

const text = 4.5;
/** Marks, edges of controls and focus rings. */
const shape = 3;

const pairs: readonly [foreground: string, backgrounds: readonly string[], minimum: number][] = [
  ['text-1', ['surface', 'canvas', 'sunken', 'hover', 'raised', 'accent-tint', 'quiet-tint'], text],
  [
    'text-2',
    [
      'surface',
      'canvas',
      'sunken',
      'hover',
      'raised',
      'warn-tint',
      'bad-tint',
      'ok-tint',
      'info-tint',
      'accent-tint',
      'quiet-tint',
    ],
    text,
  ],
  ['text-3', ['surface', 'canvas', 'sunken', 'hover', 'raised', 'accent-tint'], text],
  ['green-on', ['green', 'green-hover'], text],
  ['yellow-on', ['yellow', 'yellow-hover'], text],
  ['blue-on', ['blue', 'blue-hover'], text],
  ['red-on', ['red', 'red-hover'], text],
  ['ok-text', ['ok-tint', 'surface'], text],
  ['warn-text', ['warn-tint', 'surface'], text],
  ['bad-text', ['bad-tint', 'surface', 'raised'], text],
  ['info-text', ['info-tint', 'surface'], text],
  ['accent-text', ['surface', 'canvas', 'raised', 'accent-tint'], text],
  ['accent-on', ['accent-solid'], text],
  ['money-in', ['surface', 'hover', 'accent-tint'], text],
  ['toast-on', ['toast'], text],
  ['toast-link', ['toast'], text],
  ['support-on', ['support'], text],
  ['ok-mark', ['surface'], shape],
  ['warn-mark', ['surface', 'warn-tint'], shape],
  ['bad-mark', ['surface', 'bad-tint'], shape],
  ['info-mark', ['surface'], shape],
  ['control', ['surface'], shape],
  ['chart-line', ['surface'], shape],
  ['focus', ['surface', 'canvas', 'accent-tint'], shape],
];

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

describe.each(brandIds)('the colours of %s', (brand) => {
  describe.each(['light', 'dark'] as const)('in %s', (theme) => {
    const tokens = readTokens(brand, theme);
    const cases = pairs.flatMap(([front, backs, minimum]) => backs.map((back) => [front, back, minimum] as const));

    it.each(cases)('%s on %s is at least %d', (front, back, minimum) => {
      expect(contrast(luminanceOf(front, tokens), luminanceOf(back, tokens))).toBeGreaterThanOrEqual(minimum);
    });
  });
});

describe('the other style files', () => {
  it.each(['app.css', 'fonts.css'])('%s names no colour of its own', (file) => {
    const styles = readFileSync(join(import.meta.dirname, file), 'utf8').replace(/\/\*.*?\*\//gs, '');
    expect(styles).not.toMatch(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab)\(/i);
  });
});

function readTokens(brand: string, theme: 'light' | 'dark'): Map<string, string> {
  const blocks = [...css.matchAll(/(:root|\[data-brand='(\w+)'\]) \{(.*?)\n\}/gs)].filter(
    ([, , of]) => of === undefined || of === brand,
  );
  const declarations = blocks.flatMap(([, , , body = '']) => [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)]);
  return new Map(declarations.map(([, name = '', value = '']) => [name, valueIn(theme, value)]));
}

function valueIn(theme: 'light' | 'dark', value: string): string {
  const [, light, dark] = /^light-dark\((.+\)), (.+\))\)$/.exec(value.trim()) ?? [];
  return (theme === 'light' ? light : dark) ?? value.trim();
}

function luminanceOf(name: string, tokens: Map<string, string>): number {
  const value = tokens.get(name) ?? '';
  const reference = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (reference) return luminanceOf(reference, tokens);
  const [, lightness, chroma, hue] =
    /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(value) ?? /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)/.exec(value) ?? [];
  if (lightness === undefined) throw new Error(`--${name} is no colour: ${value}`);
  return luminance(Number(lightness), Number(chroma), Number(hue));
}

/** Relative luminance after clipping to sRGB, as the browser paints it (CSS Color 4, OKLab). */
function luminance(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (channel: number) => Math.min(1, Math.max(0, channel));
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: number, other: number): number {
  const [light, dark] = one > other ? [one, other] : [other, one];
  return (light + 0.05) / (dark + 0.05);
}
