// Preloaded into a program: SIGUSR2 has its clock step by STEP_CLOCK_MS, as when somebody sets it.
const RealDate = Date;
let offset = 0;
process.on('SIGUSR2', () => {
  offset += Number(process.env.STEP_CLOCK_MS);
  process.stderr.write('the clock was set\n');
});
const now = () => RealDate.now() + offset;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts));
  }

  static now() {
    return now();
  }
};
