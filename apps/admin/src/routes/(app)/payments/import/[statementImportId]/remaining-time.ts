/** Rounded so that it does not jump with every answer: fives of seconds, then minutes. */
export function remainingTime(seconds: number): { unit: 'seconds' | 'minutes'; n: number } {
  if (seconds < 90) return { unit: 'seconds', n: Math.max(5, Math.ceil(seconds / 5) * 5) };
  return { unit: 'minutes', n: Math.ceil(seconds / 60) };
}
