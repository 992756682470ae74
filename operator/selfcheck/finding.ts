import { errorText } from '../../command/error-text';
import { isAccessDenied } from '../aws-error';

/**
 * `unknown`: AWS did not respond, or its response does not decide the question; this is neither
 * good nor bad. `note`: a limit of every monitor.
 */
export type Status = 'ok' | 'problem' | 'unknown' | 'note';

export interface Finding {
  readonly status: Status;
  /** One sentence. */
  readonly finding: string;
  /** What to do; absent where there is nothing to do. */
  readonly remedy?: string;
  /** Present for a problem that prevents every message about a change. */
  readonly fatal?: true;
}

/** What to do about most problems. */
export const APPLY = 'Apply the stack again.';

export const ok = (finding: string): Finding => ({ status: 'ok', finding });
export const problem = (finding: string, remedy: string): Finding => ({ status: 'problem', finding, remedy });
export const fatal = (finding: string, remedy: string): Finding => ({ ...problem(finding, remedy), fatal: true });
export const note = (finding: string, remedy?: string): Finding => ({
  status: 'note',
  finding,
  remedy,
});
export const unknown = (finding: string, remedy: string): Finding => ({ status: 'unknown', finding, remedy });

/**
 * Merges findings into one, which has the worst status: `problem`, `unknown`, `note`, `ok`. It
 * keeps only the findings of that status. There must be at least one.
 *
 * @param allGood a sentence that replaces the findings where all of them are ok
 */
export function worst(findings: readonly Finding[], allGood?: string): Finding {
  if (allGood !== undefined && findings.every(({ status }) => status === 'ok')) return ok(allGood);
  const found = (['problem', 'unknown', 'note', 'ok'] as const)
    .map((status) => findings.filter((finding) => finding.status === status))
    .find((group) => group.length > 0);
  const [first, ...others] = found ?? [];
  if (!first) throw new Error('there is no finding to choose from');
  const remedies = [...new Set([first, ...others].flatMap(({ remedy }) => remedy ?? []))];
  return {
    status: first.status,
    finding: [first, ...others].map(({ finding }) => finding).join(' '),
    remedy: remedies.length > 0 ? remedies.join(' ') : undefined,
    fatal: [first, ...others].some((finding) => finding.fatal) ? true : undefined,
  };
}

/** A question that depends on another one, which failed. */
export class Unanswerable extends Error {}

/** The finding of the question; where AWS refuses a call, an unknown one. */
export async function answered(question: () => Promise<Finding>): Promise<Finding> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof Unanswerable) return unknown(error.message, 'Look at the other findings first.');
    if (isAccessDenied(error))
      return unknown(`AWS refuses the call: ${errorText(error)}`, 'Use credentials that may read this.');
    return unknown(`AWS did not respond: ${errorText(error)}`, 'Try again.');
  }
}
