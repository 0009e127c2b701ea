import type { IsoDate, Money } from '@onfact-ponto/primitives';
import { z } from 'zod';
import {
  absent,
  createDayReader,
  jsonObject,
  optionalDecimal,
  optionalMoment,
  optionalText,
  readMoney,
  UndecodableError,
} from './decode.ts';

/*
 * For answers whose id matters more than their echo: something was made at Ponto, and must not get lost because one
 * attribute cannot be read. Such an attribute counts as absent; `raw` keeps it.
 */

export const lenientText = optionalText.catch(undefined);
export const lenientFlag = absent(z.boolean()).catch(undefined);
export const lenientMoment = optionalMoment.catch(undefined);
export const lenientDecimal = optionalDecimal.catch(undefined);
export const lenientDay = lenientText.transform((text) => (text === undefined ? undefined : readDay(text)));

export function lenientObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => (jsonObject.safeParse(value).success ? value : {}), z.object(shape));
}

export function lenientMoney(digits: string | undefined, currencyCode: string | undefined): Money | undefined {
  if (digits === undefined || currencyCode === undefined) return undefined;
  return ifReadable(() => readMoney(digits, currencyCode, 'attributes.amount'));
}

function readDay(text: string): IsoDate | undefined {
  return ifReadable(() => createDayReader(undefined)(text, ''));
}

function ifReadable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    return undefined;
  }
}
