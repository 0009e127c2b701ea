import { readForImport } from './coda-sides.ts';

/** `node coda-memory-main.ts FILE`: what was found and the most memory that this process ever had. */
const [path = ''] = process.argv.slice(2);
const sums = await readForImport(path);
process.stdout.write(JSON.stringify({ sums, peakMebibytes: process.resourceUsage().maxRSS / 1024 }));
