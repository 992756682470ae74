/** Counts its changes. */
interface Versioned {
  readonly version: number;
}

/**
 * What `compute` makes of an owner, such as a network, kept until one of its sources changes.
 * @param sourcesOf everything that `compute` reads.
 */
export function derived<Owner extends object, T>(
  sourcesOf: (owner: Owner) => readonly Versioned[],
  compute: (owner: Owner) => T,
): (owner: Owner) => T {
  const kept = new WeakMap<Owner, { readonly version: number; readonly value: T }>();
  return (owner) => {
    // A version never decreases, so an equal sum means that no source has changed.
    const version = sourcesOf(owner).reduce((sum, source) => sum + source.version, 0);
    const known = kept.get(owner);
    if (known?.version === version) return known.value;
    const value = compute(owner);
    kept.set(owner, { version, value });
    return value;
  };
}

/** The items by each of their keys, in their order. An item without keys is left out. */
export function groupedBy<T>(
  items: readonly T[],
  keysOf: (item: T) => readonly (string | undefined)[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      if (key === undefined) continue;
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}
