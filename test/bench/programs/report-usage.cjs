// Preloaded into a client: writes what it used into a file when it ends. CommonJS, because a module
// that is preloaded makes the start of what is measured slower.
const { writeFileSync } = require('node:fs');

const file = process.env.BENCH_USAGE_FILE;
delete process.env.BENCH_USAGE_FILE;
if (file !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ userCPUTime, systemCPUTime, maxRSS }));
  });
}
