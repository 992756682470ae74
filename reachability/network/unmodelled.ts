type Item = Readonly<Record<string, unknown>>;

/** The parts of a network file that the model has no resources for, by their keys: kept as they are, to know at least that they exist. */
export class Unmodelled {
  private readonly parts = new Map<string, unknown>();

  keep(key: string, value: unknown): void {
    this.parts.set(key, value);
  }

  /** What stands under `key`, where that is one object. */
  part(key: string): Item | undefined {
    const part = this.parts.get(key);
    return isItem(part) ? part : undefined;
  }

  /** The objects in the list `key`. */
  items(key: string): Item[] {
    const part = this.parts.get(key);
    return Array.isArray(part) ? part.filter(isItem) : [];
  }

  /** Whether some item has the id or ARN as its own, or as that of what it belongs to. */
  mentions(id: string): boolean {
    const names = (item: Item) =>
      Object.entries(item).some(([member, value]) => /(Id|Arn)$/.test(member) && value === id);
    return [...this.parts.keys()].some((key) => this.items(key).some(names));
  }

  clear(): void {
    this.parts.clear();
  }
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
