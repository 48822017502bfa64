// Medians and the like.

/** The value below which this share of the values lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.floor(share * sorted.length));
  return Number(sorted[place].toFixed(1));
}
