import { PontoInvalidRequestError } from './errors.ts';

/**
 * Ponto takes the Latin letters, digits and signs of SEPA. What is outside is refused here, by name, instead of later
 * at the bank; putting "e" for "é" is for who knows what the text means.
 * @throws PontoInvalidRequestError
 */
export function assertSepaText(attribute: string, text: string, maximumLength: number): void {
  if (text.trim() === '') throw new PontoInvalidRequestError(attribute, 'is empty');
  const foreign = outsideSepa.exec(text)?.[0];
  if (foreign !== undefined) {
    throw new PontoInvalidRequestError(attribute, `holds ${JSON.stringify(foreign)}, which SEPA does not know`);
  }
  if (text.length > maximumLength) {
    throw new PontoInvalidRequestError(attribute, `has ${text.length} characters, at most ${maximumLength} fit`);
  }
}

const outsideSepa = /[^a-zA-Z0-9/\-?:().,'+ ]/u;
