import { AwsError } from '../../service';
import { type Key, keyState } from './key';

export interface Alias {
  /** `alias/…` */
  readonly name: string;
  readonly arn: string;
  keyId: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** Keys and aliases of all Regions. */
export class Keys {
  private readonly byArn = new Map<string, Key>();
  private readonly aliases = new Map<string, Alias>();

  add(key: Key): void {
    this.byArn.set(key.arn, key);
  }

  inRegion(region: string): Key[] {
    return [...this.byArn.values()].filter((key) => key.region === region);
  }

  /** By id, ARN, alias name or alias ARN. */
  find(id: string, region: string): Key | undefined {
    const alias = this.aliasesIn(region).find(({ name, arn }) => name === id || arn === id);
    const wanted = alias?.keyId ?? id;
    return this.byArn.get(wanted) ?? this.inRegion(region).find((key) => key.id === wanted);
  }

  /** @throws AwsError `NotFoundException`. */
  get(id: string | undefined, region: string): Key {
    const key = this.find(id ?? '', region);
    if (!key) throw new AwsError('NotFoundException', `Key '${id}' does not exist`);
    return key;
  }

  /**
   * A key that can be changed.
   * @throws AwsError `NotFoundException`, or `KMSInvalidStateException` if the deletion is pending.
   */
  usable(id: string | undefined, region: string): Key {
    const key = this.get(id, region);
    if (keyState(key) === 'PendingDeletion')
      throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
    return key;
  }

  addAlias(alias: Alias): void {
    if (this.aliases.has(alias.arn))
      throw new AwsError('AlreadyExistsException', `An alias with the name ${alias.arn} already exists`);
    this.aliases.set(alias.arn, alias);
  }

  /** @throws AwsError `NotFoundException`. */
  alias(name: string | undefined, region: string): Alias {
    const alias = this.aliasesIn(region).find((candidate) => candidate.name === name);
    if (!alias) throw new AwsError('NotFoundException', `Alias ${name} is not found.`);
    return alias;
  }

  aliasesIn(region: string): Alias[] {
    return [...this.aliases.values()].filter(({ arn }) => arn.split(':')[3] === region);
  }

  deleteAlias(alias: Alias): void {
    this.aliases.delete(alias.arn);
  }

  clear(): void {
    this.byArn.clear();
    this.aliases.clear();
  }
}
