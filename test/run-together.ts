import { pathToFileURL } from 'node:url';

// Runs the test files in its arguments in one process, one after another. Each of them awaits its own tests.

for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
