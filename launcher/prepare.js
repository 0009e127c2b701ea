import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * npm runs this after each installation: it builds the admin, the only part that runs from build output, so that
 * `npm start` builds nothing. Where the admin's sources or the build tools were left out, there is nothing to build.
 */
const needed = ['apps/admin/src', 'apps/admin/vite.config.ts', 'node_modules/.bin/turbo', 'node_modules/.bin/vite'];

if (needed.every((path) => existsSync(path))) {
  const { status } = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  });
  process.exitCode = status ?? 1;
}
