import type { Explanation, NetworkInsightsAnalysis } from '@aws-sdk/client-ec2';
import type { Expectation } from '../contract/expectation';
import { readChange } from '../lambda-src/events/change';
import type { Occasion } from '../lambda-src/events/input';
import { toAnalysis } from '../lambda-src/history/analysis';
import type { Report } from '../lambda-src/notify/report';
import { GROUP, revokeEgress } from './simulation/events';

export const EGRESS_BLOCKED: Explanation = {
  ExplanationCode: 'ENI_SG_RULES_MISMATCH',
  Direction: 'egress',
  SecurityGroups: [{ Id: GROUP }],
};

/** What differs from the example. Without `changes`, the occasion's change is the only one. */
export interface Given extends Partial<Omit<Report, 'path' | 'analysis'>> {
  readonly expect?: Expectation;
  readonly name?: string;
  readonly details?: NetworkInsightsAnalysis;
}

export function changeOccasion(event: Parameters<typeof readChange>[0] = revokeEgress()): Occasion {
  return { kind: 'change', eventId: 'e1', change: readChange(event, 'e1') };
}

/** The report that a path is broken, because a rule for outbound traffic was removed. */
export function exampleReport(given: Given = {}): Report {
  const { expect = 'reachable', name = 'web-to-internet', details, ...rest } = given;
  const analysis = toAnalysis({
    NetworkInsightsAnalysisId: 'nia-0aaaaaaaaaaaaaaaa',
    NetworkInsightsPathId: 'nip-0cccccccccccccccc',
    StartDate: new Date('2026-11-23T10:00:05Z'),
    Status: 'succeeded',
    NetworkPathFound: false,
    Explanations: [EGRESS_BLOCKED],
    ...details,
  });
  if (!analysis) throw new Error('not an analysis');
  const occasion = rest.occasion ?? changeOccasion();
  return {
    notice: 'alert',
    outcome: 'broken',
    occasion,
    path: {
      id: 'nip-0cccccccccccccccc',
      name,
      expect,
      details: { Source: 'i-0aaaaaaaa', Destination: 'igw-0bbbbbbbb', Protocol: 'tcp', DestinationPort: 443 },
    },
    analysis,
    changes: occasion.kind === 'change' ? [occasion.change] : [],
    ...rest,
  };
}
