/** @param {number[]} values */
export function median(values) {
  return percentile(values, 0.5);
}

/** @param {number[]} values @param {number} share from 0 to 1. */
export function percentile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  if (share === 0.5 && sorted.length % 2 === 0 && sorted.length > 0) {
    return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
  }
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A number as it is read: two or three digits that matter, thousands set off. */
export function readable(value) {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits });
}
