/**
 * `node launcher/run.js NAME` runs src/NAME.ts. JavaScript, because the check must also run on a Node that cannot read
 * TypeScript: the repository brings its own Node 24, and npm scripts use that one.
 */
const [major = 0] = process.versions.node.split('.').map(Number);
const name = process.argv[2] ?? '';

if (major < 24) {
  process.stderr.write(
    `Node ${process.versions.node} runs this, but Node 24 is needed and comes with the repository: run npm ci with optional dependencies, then use npm start or npm test.\n`,
  );
  process.exitCode = 1;
} else {
  await import(new URL(`./src/${name}.ts`, import.meta.url).href);
}
