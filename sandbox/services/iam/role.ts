import { AwsError } from '../../service';
import type { Tags } from '../tags';
import type { PolicyDocument } from './policy-document';

/** A policy as it was written and as it is evaluated. */
export interface WrittenPolicy {
  readonly text: string;
  readonly document: PolicyDocument;
}

export interface Role {
  readonly name: string;
  readonly path: string;
  /** `AROA…` */
  readonly id: string;
  readonly arn: string;
  readonly createdAt: Date;
  description?: string;
  /** Seconds. */
  maxSessionDuration: number;
  trust: WrittenPolicy;
  /** Inline policies by name. */
  readonly inline: Map<string, WrittenPolicy>;
  /** ARNs of attached managed policies. */
  readonly attached: Set<string>;
  readonly tags: Tags;
}

export class Roles {
  private readonly byName = new Map<string, Role>();

  add(role: Role): void {
    if (this.byName.has(role.name))
      throw new AwsError('EntityAlreadyExists', `Role with name ${role.name} already exists.`, 409);
    this.byName.set(role.name, role);
  }

  find(name: string): Role | undefined {
    return this.byName.get(name);
  }

  findByArn(arn: string): Role | undefined {
    return this.all().find((role) => role.arn === arn);
  }

  /** Throws `NoSuchEntity`. */
  get(name: string | undefined): Role {
    const role = this.byName.get(name ?? '');
    if (!role) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    return role;
  }

  delete(name: string): void {
    this.byName.delete(name);
  }

  all(): Role[] {
    return [...this.byName.values()];
  }

  clear(): void {
    this.byName.clear();
  }
}
