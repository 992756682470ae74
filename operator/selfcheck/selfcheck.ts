import { alarms } from './alarms';
import { ipv6, unseenChanges } from './blind-spots';
import type { Deployed } from './deployed';
import { answered, type Finding } from './finding';
import { analyzerFunction, asynchronousInvocation } from './function';
import { functionCode } from './function-code';
import { functionSettings } from './function-settings';
import { lastAnalysis } from './last-analysis';
import { lastEvent } from './last-event';
import { noSuchMonitor } from './no-such-monitor';
import { paths } from './paths';
import { invokePermission } from './permission';
import { deadLetters, givenUp } from './queues';
import { record } from './record';
import { role } from './role';
import { changeRules, scheduledRules, targets } from './rules';
import { topic, topicPolicy } from './topic';
import { trail } from './trail';

interface Question {
  readonly id: string;
  readonly ask: (monitor: Deployed) => Promise<Finding>;
  /** Whether messages about changes depend on it. */
  readonly isEssential: boolean;
}

/** In the order of an event's way from the change to the message. */
const QUESTIONS: readonly Question[] = [
  { id: 'trail', ask: trail, isEssential: true },
  { id: 'change-rule', ask: changeRules, isEssential: true },
  { id: 'sweep-rule', ask: scheduledRules, isEssential: false },
  { id: 'targets', ask: targets, isEssential: true },
  { id: 'permission', ask: invokePermission, isEssential: true },
  { id: 'function', ask: analyzerFunction, isEssential: true },
  { id: 'settings', ask: functionSettings, isEssential: true },
  { id: 'code', ask: functionCode, isEssential: false },
  { id: 'role', ask: role, isEssential: true },
  { id: 'paths', ask: paths, isEssential: true },
  { id: 'topic', ask: topic, isEssential: true },
  { id: 'topic-policy', ask: topicPolicy, isEssential: true },
  { id: 'alarms', ask: alarms, isEssential: false },
  { id: 'on-failure', ask: asynchronousInvocation, isEssential: false },
  { id: 'dead-letters', ask: deadLetters, isEssential: false },
  { id: 'given-up', ask: givenUp, isEssential: false },
  { id: 'last-event', ask: lastEvent, isEssential: false },
  { id: 'last-analysis', ask: lastAnalysis, isEssential: false },
  { id: 'record', ask: record, isEssential: false },
  { id: 'unseen', ask: unseenChanges, isEssential: false },
  { id: 'ipv6', ask: ipv6, isEssential: false },
];

export interface Check extends Finding {
  readonly id: string;
}

export interface Report {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** False: no change could lead to a message. Null: AWS's responses do not decide it. */
  readonly canFire: boolean | null;
  readonly checks: readonly Check[];
}

/** Checks, read-only, everything that the monitor needs in order to report a broken path. */
export async function selfcheck(monitor: Deployed): Promise<Report> {
  const { name, account, region } = monitor;
  const absence = await noSuchMonitor(monitor);
  if (absence) return { name, account, region, canFire: false, checks: [{ id: 'monitor', ...absence }] };
  const checks = await Promise.all(
    QUESTIONS.map(async ({ id, ask }) => ({ id, ...(await answered(() => ask(monitor))) })),
  );
  return { name, account, region, canFire: canFire(checks), checks };
}

function canFire(checks: readonly Check[]): boolean | null {
  if (checks.some(({ fatal }) => fatal)) return false;
  const essential = QUESTIONS.filter(({ isEssential }) => isEssential).map(({ id }) => id);
  return checks.some(({ id, status }) => status === 'unknown' && essential.includes(id)) ? null : true;
}
