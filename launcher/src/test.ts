import { allChecks } from './checks/all-checks.ts';
import { carryOut } from './checks/check.ts';

/** `npm test`: everything that proves the product. */
const { failed } = await carryOut(allChecks, console.log);
process.exitCode = failed === 0 ? 0 : 1;
