import { setFlagsFromString } from 'node:v8';
import { readForImport } from './coda-sides.ts';

/**
 * `node coda-memory-main.ts FILE`: what was found and the most memory that this process ever had. V8 is told what the
 * command line tells it, because its own choice depends on the memory of the machine.
 */
setFlagsFromString('--semi-space-growth-factor=1');
const [path = ''] = process.argv.slice(2);
const sums = await readForImport(path);
process.stdout.write(JSON.stringify({ sums, peakMebibytes: process.resourceUsage().maxRSS / 1024 }));
