/** What EC2 calls one kind of resource, in ids and in errors. */
export interface ResourceKind {
  /** Such as `subnet` in `arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-…`, and the resource type of its tags. */
  readonly type: string;
  /** What an id starts with, before the dash. */
  readonly prefix: string;
  /** The error for an id of the right form that names nothing, such as `InvalidSubnetID.NotFound`. */
  readonly notFound: string;
  /** The error for an id of a wrong form, such as `InvalidSubnetID.Malformed`. */
  readonly malformed: string;
  /** How AWS's error message names it, such as `subnet ID`. */
  readonly noun: string;
}

/** An id that names no resource. */
export class UnknownResource extends Error {
  constructor(
    /** EC2's error for it, such as `InvalidSubnetID.NotFound`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = code;
  }
}

/** All resources of one kind by id, in the shape of their Describe response, oldest first. */
export class Collection<T> {
  private readonly items = new Map<string, T>();

  constructor(
    readonly kind: ResourceKind,
    readonly idOf: (item: T) => string | undefined,
  ) {}

  get all(): T[] {
    return [...this.items.values()];
  }

  get size(): number {
    return this.items.size;
  }

  find(id: string | undefined): T | undefined {
    return id === undefined ? undefined : this.items.get(id);
  }

  /** @throws UnknownResource with the kind's `malformed` or `notFound`. */
  get(id: string): T {
    const item = this.items.get(id);
    if (item) return item;
    if (!isWellFormed(id, this.kind.prefix)) throw new UnknownResource(this.kind.malformed, `Invalid id: "${id}"`);
    throw new UnknownResource(this.kind.notFound, `The ${this.kind.noun} '${id}' does not exist`);
  }

  /** Adds it, or replaces the one with the same id. Returns it. */
  put(item: T): T {
    this.items.set(this.idOf(item) as string, item);
    return item;
  }

  delete(id: string): void {
    this.items.delete(id);
  }

  clear(): void {
    this.items.clear();
  }
}

/** AWS's ids have 8 or 17 hexadecimal digits. Other lower-case letters and digits pass too, so that hand-written networks may have speaking ids. */
function isWellFormed(id: string, prefix: string): boolean {
  return id.startsWith(`${prefix}-`) && /^[0-9a-z-]{1,64}$/.test(id);
}
