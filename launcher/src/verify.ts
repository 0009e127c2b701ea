import { quickChecks } from './checks/all-checks.ts';
import { carryOut } from './checks/check.ts';

/** `npm run verify`: the quick part of `npm test`. */
const { failed } = await carryOut(quickChecks, console.log);
process.exitCode = failed === 0 ? 0 : 1;
