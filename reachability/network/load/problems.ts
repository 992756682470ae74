/** Something that is wrong with a network file. */
export interface Problem {
  /** The id of the resource, or its place in the file if it has none, such as `Subnets[0]`. */
  readonly resource: string;
  /** Such as `CidrBlock` or `Routes[0].State`; undefined if the resource as a whole is wrong. */
  readonly field?: string;
  /** A sentence that names both, the value, and what would be right. */
  readonly message: string;
}

/** How many problems an error's message shows. */
const SHOWN = 20;

/** A network file cannot be loaded. Its message has a line for each of the first 20 problems. */
export class InvalidNetwork extends Error {
  constructor(
    /** All of them. Never empty. */
    readonly problems: readonly Problem[],
  ) {
    super(problems.length === 1 ? problems[0]?.message : listed(problems));
    this.name = 'InvalidNetwork';
  }
}

/**
 * Collects what is wrong, so that all of it can be mended at once, and warns of what is left out.
 */
export class Problems {
  private readonly found: Problem[] = [];
  private readonly leftOut = new Set<string>();

  /** @param warn gets a line for each field that is left out, once a kind of resource. */
  constructor(private readonly warn: (line: string) => void) {}

  add(resource: string | undefined, field: string | undefined, message: string): void {
    this.found.push({ resource: resource ?? 'the network', field, message });
  }

  leaveOut(shape: string, field: string): void {
    const line = `${field} is not a field of ${shape} and is left out.`;
    if (!this.leftOut.has(line)) this.warn(line);
    this.leftOut.add(line);
  }

  /** @throws InvalidNetwork if something is wrong. */
  throwIfAny(): void {
    if (this.found.length > 0) throw new InvalidNetwork(this.found);
  }
}

function listed(problems: readonly Problem[]): string {
  const lines = problems.slice(0, SHOWN).map(({ message }) => `- ${message}`);
  const more = problems.length - lines.length;
  return [`${problems.length} problems:`, ...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}
