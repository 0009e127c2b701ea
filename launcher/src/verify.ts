import { quickChecks } from './checks/all-checks.ts';
import { carryOut, summaryOf } from './checks/check.ts';

/** `npm run verify`: the quick part of `npm test`. */
const total = await carryOut(quickChecks, { atOnce: 2, print: console.log });
console.log(summaryOf(total));
process.exitCode = total.count.failed === 0 ? 0 : 1;
