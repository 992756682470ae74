/** The names of one kind of resource in EC2's ids and errors. */
interface ResourceKind {
  /**
   * The resource type in tags and ARNs: `subnet` in
   * `arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-…`.
   */
  readonly type: string;
  /** The beginning of an id, before the dash. */
  readonly prefix: string;
  /**
   * The error code for a well-formed id that names no resource, such as `InvalidSubnetID.NotFound`.
   */
  readonly notFound: string;
  /** The error code for an id that is not well-formed, such as `InvalidSubnetID.Malformed`. */
  readonly malformed: string;
  /** The noun in AWS's error message, such as `subnet ID`. */
  readonly noun: string;
}

/** An id that names no resource. */
export class UnknownResource extends Error {
  constructor(
    /** EC2's error code, such as `InvalidSubnetID.NotFound`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = code;
  }
}

/**
 * All resources of one kind by id, in the shape of their Describe response, oldest first. A
 * resource is replaced, never changed in place.
 */
export class Collection<T> {
  private readonly items = new Map<string, T>();
  private changes = 0;
  private readonly idField: string;

  /** @param idField the field that holds a resource's id, such as `SubnetId`. */
  constructor(
    readonly kind: ResourceKind,
    idField: keyof T & string,
  ) {
    this.idField = idField;
  }

  /** Increases with every change. */
  get version(): number {
    return this.changes;
  }

  get all(): T[] {
    return [...this.items.values()];
  }

  get size(): number {
    return this.items.size;
  }

  find(id: string | undefined): T | undefined {
    return id === undefined ? undefined : this.items.get(id);
  }

  idOf(item: T): string | undefined {
    return (item as Readonly<Record<string, string | undefined>>)[this.idField];
  }

  /** @throws UnknownResource with the kind's `malformed` or `notFound`. */
  get(id: string): T {
    const item = this.items.get(id);
    if (item) return item;
    if (!isWellFormed(id, this.kind.prefix)) throw new UnknownResource(this.kind.malformed, `Invalid id: "${id}"`);
    throw new UnknownResource(this.kind.notFound, `The ${this.kind.noun} '${id}' does not exist`);
  }

  /** Adds the resource, or replaces the one with the same id. Returns the resource. */
  put(item: T): T {
    this.items.set(this.idOf(item) as string, item);
    this.changes++;
    return item;
  }

  delete(id: string): void {
    this.items.delete(id);
    this.changes++;
  }

  clear(): void {
    this.items.clear();
    this.changes++;
  }

  replaceWith(other: Collection<T>): void {
    this.clear();
    for (const item of other.all) this.put(item);
  }
}

/**
 * AWS's ids have 8 or 17 hexadecimal digits. Other lower-case letters and digits are accepted too,
 * so that networks written by hand can have readable ids.
 */
function isWellFormed(id: string, prefix: string): boolean {
  return id.startsWith(`${prefix}-`) && /^[0-9a-z-]{1,64}$/.test(id);
}
