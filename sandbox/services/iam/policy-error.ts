/** A policy that AWS refuses or that the sandbox cannot evaluate. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
