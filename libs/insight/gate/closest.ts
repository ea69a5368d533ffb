/** The names, those most like `wrong` first: a slip of the finger is corrected by the first one. */
export function closestFirst(wrong: string, names: readonly string[]): string[] {
  const target = wrong.toLowerCase();
  const distances = new Map(names.map((name) => [name, likeness(target, name.toLowerCase())]));
  return [...names].sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
}

/** A name that holds the other counts as close, however long the rest. */
function likeness(a: string, b: string): number {
  const contained = a.length > 2 && (b.includes(a) || a.includes(b));
  return contained ? 1 : editDistance(a.slice(0, 120), b);
}

/** How many letters have to be put in, taken out or changed. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
