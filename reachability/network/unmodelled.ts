type Item = Readonly<Record<string, unknown>>;

/**
 * The parts of a network file that the model has no resources for, by key. They are kept as they
 * are, so that at least their existence is known.
 */
export class Unmodelled {
  private readonly parts = new Map<string, unknown>();

  keep(key: string, value: unknown): void {
    this.parts.set(key, value);
  }

  /** The value of `key`, if it is one object. */
  part(key: string): Item | undefined {
    const part = this.parts.get(key);
    return isItem(part) ? part : undefined;
  }

  /** The objects in the list `key`. */
  items(key: string): Item[] {
    const part = this.parts.get(key);
    return Array.isArray(part) ? part.filter(isItem) : [];
  }

  /** Whether some item has the id or ARN, or belongs to a resource that has it. */
  mentions(id: string): boolean {
    const names = (item: Item) =>
      Object.entries(item).some(([member, value]) => /(Id|Arn)$/.test(member) && value === id);
    return [...this.parts.keys()].some((key) => this.items(key).some(names));
  }

  replaceWith(other: Unmodelled): void {
    this.parts.clear();
    for (const [key, value] of other.parts) this.keep(key, value);
  }
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
