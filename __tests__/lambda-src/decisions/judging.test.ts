import { type Invoker, nextJudgingStep, nextWait } from '../../../lambda-src/decisions/judging';
import { type Analysis, type Owner, RELEASED, toAnalysis } from '../../../lambda-src/history/analysis';

const NOW = Date.UTC(2026, 10, 23, 10);
const ME: Invoker = { eventId: 'e1', requestId: 'r1', attempt: 'a2' };
const MINE: Owner = { ...ME, isClaim: false };
const OTHER: Owner = { eventId: 'e2', requestId: 'r2', attempt: 'a1', isClaim: false };

function analysis(id: string, given: Partial<Analysis> = {}): Analysis {
  const read = toAnalysis({
    NetworkInsightsAnalysisId: id,
    NetworkInsightsPathId: 'nip-0a',
    Status: 'succeeded',
  });
  if (!read) throw new Error('the analysis could not be read');
  return { ...read, startedAt: NOW - 60_000, owner: MINE, ...given };
}

/** The next step when the newest of the analyses is followed, after waiting for its owner. */
function step(open: readonly Analysis[], waitedMs = 0, claimHoldsFrom = new Map<string, number>()) {
  const wait = nextWait(open, undefined, NOW - waitedMs);
  const queue = { me: ME, open, followedId: open.at(-1)?.id, wait, claimHoldsFrom };
  const next = nextJudgingStep(queue, NOW);
  return next && `${next.kind} ${next.analysis.id}`;
}

describe('an own analysis', () => {
  it('is judged once it has finished', () => {
    expect(step([analysis('nia-1')])).toBe('judge nia-1');
    expect(step([analysis('nia-1', { status: 'running' })])).toBeUndefined();
  });

  it('waits until listings show every earlier one', () => {
    expect(step([analysis('nia-1', { startedAt: NOW - 2_999 })])).toBeUndefined();
    expect(step([analysis('nia-1', { startedAt: NOW - 3_000 })])).toBe('judge nia-1');
  });

  it('waits for an earlier one, but not for one that may never end', () => {
    const running = (startedAt: number) => analysis('nia-0', { status: 'running', startedAt });
    expect(step([running(NOW - 599_999), analysis('nia-1')])).toBeUndefined();
    expect(step([running(NOW - 600_000), analysis('nia-1')])).toBe('judge nia-1');
  });

  it('that was claimed waits until the claim holds', () => {
    expect(step([analysis('nia-1')], 0, new Map([['nia-1', NOW + 1]]))).toBeUndefined();
    expect(step([analysis('nia-1')], 0, new Map([['nia-1', NOW]]))).toBe('judge nia-1');
  });
});

describe('an analysis of another invocation', () => {
  it.each([
    ['after 20 s', OTHER, 20_000],
    ['after 120 s if that one claimed it', { ...OTHER, isClaim: true }, 120_000],
    ['after 20 s if it has no owner', undefined, 20_000],
  ])('is claimed %s', (_, owner, patienceMs) => {
    expect(step([analysis('nia-1', { owner })], patienceMs - 1)).toBeUndefined();
    expect(step([analysis('nia-1', { owner })], patienceMs)).toBe('claim nia-1');
  });

  it.each([
    ['it was released', { ...OTHER, attempt: RELEASED }],
    ['an earlier attempt of the same request owns it', { ...MINE, attempt: 'a1' }],
  ])('is claimed at once if %s', (_, owner) => {
    expect(step([analysis('nia-1', { owner })])).toBe('claim nia-1');
  });

  it('comes first if it began first', () => {
    const open = [analysis('nia-0', { owner: OTHER }), analysis('nia-1')];
    expect(step(open)).toBeUndefined();
    expect(step(open, 20_000)).toBe('claim nia-0');
  });
});

describe('the time of an owner', () => {
  const theirs = analysis('nia-1', { owner: OTHER });

  it('runs on while its analysis is the next to be judged', () => {
    const wait = nextWait([theirs], undefined, NOW);
    expect(nextWait([theirs, analysis('nia-2')], wait, NOW + 1_000)).toEqual(wait);
  });

  it('begins again after an earlier analysis has appeared', () => {
    const wait = nextWait([theirs], undefined, NOW);
    const earlier = analysis('nia-0', { status: 'running' });
    expect(nextWait([earlier, theirs], wait, NOW + 1_000)).toBeUndefined();
    expect(nextWait([theirs], undefined, NOW + 2_000)?.since).toBe(NOW + 2_000);
  });

  it('begins again with another owner', () => {
    const wait = nextWait([theirs], undefined, NOW);
    const claimed = analysis('nia-1', { owner: { ...MINE, isClaim: true } });
    expect(nextWait([claimed], wait, NOW + 1_000)?.since).toBe(NOW + 1_000);
  });
});
