import { Activity } from '../../../sandbox/world/activity';

describe('activity', () => {
  it('is idle at first', async () => {
    expect(await new Activity().idle(0)).toBe(true);
  });

  it('is in flight until tracked work settles, also if it fails', async () => {
    const activity = new Activity();
    let fail: (error: Error) => void = () => {};
    const work = activity.track('upload', () => new Promise((_, reject) => (fail = reject)));
    expect(activity.inFlight).toEqual(['upload']);
    expect(await activity.idle(0)).toBe(false);
    const idle = activity.idle(10_000);
    fail(new Error('lost'));
    await expect(work).rejects.toThrow('lost');
    expect(await idle).toBe(true);
  });

  it('counts work that other work starts', async () => {
    const activity = new Activity();
    const done: string[] = [];
    activity.after(1, 'first', () => {
      done.push('first');
      activity.after(1, 'second', () => void done.push('second'));
    });
    expect(await activity.idle(10_000)).toBe(true);
    expect(done).toEqual(['first', 'second']);
  });

  it('forgets delayed work that is cancelled', async () => {
    const activity = new Activity();
    activity.after(3_600_000, 'late', () => {});
    activity.cancelPending();
    expect(await activity.idle(0)).toBe(true);
  });
});
