import { knownSafe, type SafeText } from '../terminal/safe-text.ts';

const units = ['bytes', 'KiB', 'MiB', 'GiB'];

/** A number of bytes for people: '820 bytes', '1.5 MiB'. */
export function formatBytes(bytes: number): SafeText {
  let unit = 0;
  let number = bytes;
  for (; number >= 1024 && unit < units.length - 1; unit++) number /= 1024;
  return knownSafe(`${unit === 0 ? number : number.toFixed(1)} ${units[unit]}`);
}
