import { quickChecks, thoroughChecks } from './checks/all-checks.ts';
import { add, carryOut, summaryOf } from './checks/check.ts';

/** `npm test`: everything that proves the product. */
const quick = await carryOut(quickChecks, { atOnce: 2, print: console.log });
const thorough = await carryOut(thoroughChecks, { atOnce: 2, print: console.log });
const total = add(quick, thorough);
console.log(summaryOf(total));
process.exitCode = total.count.failed === 0 ? 0 : 1;
