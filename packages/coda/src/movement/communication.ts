import { findCreditorReference, findStructuredCommunication } from '@onfact-ponto/primitives';
import type { Communication } from '../statement.ts';
import {
  decodeStructuredCommunication,
  type StructuredCommunicationReading,
  type StructuredFields,
} from '../structured-communication/structured-communication.ts';

/** Text of the payer or the bank. References are looked for when somebody asks. */
export class FreeCommunication implements Communication {
  readonly kind = 'free';
  readonly structuredType = null;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get structuredCommunication(): string | null {
    return mayHoldOgm(this.text) ? (findStructuredCommunication(this.text) ?? null) : null;
  }

  get creditorReference(): string | null {
    return /rf/i.test(this.text) ? (findCreditorReference(this.text) ?? null) : null;
  }

  /** What was found was found by its check digits. */
  get isReferenceValid(): boolean | null {
    return (this.structuredCommunication ?? this.creditorReference) === null ? null : true;
  }

  get fields(): StructuredFields {
    return noFields;
  }
}

/** Text whose positions have a meaning, given by its type. */
export class StructuredCommunicationText implements Communication {
  readonly kind = 'structured';
  readonly structuredType: string;
  readonly text: string;
  #reading: StructuredCommunicationReading | null;

  /** @param reading when the reader had to decode it already */
  constructor(type: string, text: string, reading: StructuredCommunicationReading | null) {
    this.structuredType = type;
    this.text = reading?.text ?? text;
    this.#reading = reading;
  }

  get structuredCommunication(): string | null {
    return this.#read().structuredCommunication?.reference ?? null;
  }

  get creditorReference(): string | null {
    return this.#read().creditorReference?.reference ?? null;
  }

  get isReferenceValid(): boolean | null {
    const { structuredCommunication, creditorReference } = this.#read();
    return (structuredCommunication ?? creditorReference)?.isValid ?? null;
  }

  get fields(): StructuredFields {
    return this.#read().fields;
  }

  #read(): StructuredCommunicationReading {
    this.#reading ??= decodeStructuredCommunication({ type: this.structuredType, text: this.text });
    return this.#reading;
  }
}

/** Most texts do not have the digits for one, and counting them is much quicker than looking for it. */
function mayHoldOgm(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) digits += 1;
  }
  return digits >= ogmDigits;
}

const ogmDigits = 12;
const noFields: StructuredFields = {};
