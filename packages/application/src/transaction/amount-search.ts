/**
 * Reads what somebody types to find an amount: "1234,5", "1.234,50", "1 234.50", "€ 1234". Undefined when it is
 * something else. A number without separators may be an amount in whole units too.
 * @returns hundredths; the sign is not looked at, for people search the size
 */
export function parseAmountSearch(text: string): bigint | undefined {
  const compact = text.replace(/[\s\u00a0€]/g, '').replace(/^[+−-]/, '');
  const parts =
    /^(?<whole>\d{1,3}(?:(?<group>[.,])\d{3}(?:\k<group>\d{3})*)?|\d{1,12})(?:(?<point>[.,])(?<fraction>\d{1,2}))?$/.exec(
      compact,
    )?.groups;
  if (!parts?.whole || (parts.group !== undefined && parts.group === parts.point)) return undefined;
  const whole = parts.whole.replace(/[.,]/g, '');
  return BigInt(`${whole}${(parts.fraction ?? '').padEnd(2, '0')}`);
}
