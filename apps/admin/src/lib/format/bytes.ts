import { type Language, regionOf } from '../i18n/language.ts';
import { withPlainSpaces } from '../i18n/translate.ts';

const unitSize = 1024;

/** "2,4 MB", as file managers write it. */
export function formatBytes(bytes: number, language: Language): string {
  const [value, unit] =
    bytes < unitSize * unitSize ? [bytes / unitSize, 'kilobyte'] : [bytes / (unitSize * unitSize), 'megabyte'];
  const rounded = value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value);
  const format = new Intl.NumberFormat(regionOf[language], { style: 'unit', unit, unitDisplay: 'short' });
  return withPlainSpaces(format.format(rounded)).replace(' ', '\u00a0');
}
