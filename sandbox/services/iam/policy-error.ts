/** A policy that AWS refuses, or that the sandbox cannot evaluate and therefore will not guess about. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
