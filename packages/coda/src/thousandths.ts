/**
 * "-767.823", "25.00": the exact decimal of whole thousandths, with two decimals unless there are three. Accounting
 * programs and `parseMoney` read it; no float is ever made of it.
 */
export function formatThousandths(thousandths: number | bigint): string {
  const exact = BigInt(thousandths);
  const digits = (exact < 0n ? -exact : exact).toString().padStart(4, '0');
  const fraction = digits.slice(-3);
  const shown = fraction.endsWith('0') ? fraction.slice(0, 2) : fraction;
  return `${exact < 0n ? '-' : ''}${digits.slice(0, -3)}.${shown}`;
}

/**
 * Adds up without end and without loss. One amount is a safe integer, a sum of ten need not be: what nears the limit
 * is moved to a bigint, so that the common case stays plain arithmetic.
 */
export class ExactSum {
  #small = 0;
  #large = 0n;

  add(thousandths: number): void {
    this.#small += thousandths;
    if (this.#small > limit || this.#small < -limit) {
      this.#large += BigInt(this.#small);
      this.#small = 0;
    }
  }

  get total(): bigint {
    return this.#large + BigInt(this.#small);
  }
}

/** One more amount of 15 digits on top of this is still safe. */
const limit = Number.MAX_SAFE_INTEGER - 10 ** 15;
