import { errorText } from '../../command/error-text';
import { isAccessDenied } from '../aws-error';

/**
 * `unknown`: AWS did not tell, or what it told decides nothing; never taken for good, never for bad. `note`: what no monitor
 * can see; it holds for every deployment.
 */
export type Status = 'ok' | 'problem' | 'unknown' | 'note';

export interface Finding {
  readonly status: Status;
  /** One sentence. */
  readonly finding: string;
  /** What to do; absent where nothing is to be done. */
  readonly remedy?: string;
  /** Present for a problem because of which no change could ever lead to a message. */
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
 * What matters most of several findings: problems before what is unknown, what is unknown before what is good; at least one is given.
 *
 * @param allGood says it in one sentence where all of them are good
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

/** A question that another one's answer is needed for. */
export class Unanswerable extends Error {}

/** The finding, or what AWS's refusal to answer amounts to: unknown. */
export async function answered(question: () => Promise<Finding>): Promise<Finding> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof Unanswerable) return unknown(error.message, 'Look at the other findings first.');
    if (isAccessDenied(error))
      return unknown(`AWS refuses to tell: ${errorText(error)}`, 'Ask with credentials that may read this.');
    return unknown(`AWS did not answer: ${errorText(error)}`, 'Try again.');
  }
}
