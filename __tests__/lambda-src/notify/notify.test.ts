import type { Death } from '../../../testing/simulation/crash';
import { revokeEgress } from '../../../testing/simulation/events';
import { awsError, Simulation } from '../../../testing/simulation/simulation';
import { watchedNetwork } from '../../../testing/simulation/watched-network';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:reachability-monitor';
const CHAT = 'arn:aws:sns:eu-central-1:123456789012:network-chat';

/** A broken path, a topic for e-mail, and a topic for chat. */
function withChat(): Simulation {
  const simulation = new Simulation({ CHAT_TOPIC_ARN: CHAT });
  simulation.addPath('nip-0cccccccccccccccc', 'web-to-internet');
  simulation.network = () => ({ found: false });
  return simulation;
}

function change(simulation: Simulation) {
  return revokeEgress(new Date(simulation.clock.now()).toISOString());
}

const topics = ({ messages }: Simulation) => messages.map(({ TopicArn }) => TopicArn);
const failures = ({ logs }: Simulation) => logs.filter(({ level }) => level === 'ERROR').map(({ message }) => message);
const counted = ({ logs }: Simulation) => logs.map(({ details }) => details.ChatMessagesFailed).filter(Boolean);

it('sends the e-mail first, and the chat message right after', async () => {
  const simulation = withChat();
  await simulation.invoke(change(simulation));
  expect(topics(simulation)).toEqual([TOPIC, CHAT]);
  expect(failures(simulation)).toEqual([]);
});

it('sends the e-mail only if there is no chat', async () => {
  const simulation = new Simulation();
  simulation.addPath('nip-0cccccccccccccccc', 'web-to-internet');
  simulation.network = () => ({ found: false });
  await simulation.invoke(change(simulation));
  expect(topics(simulation)).toEqual([TOPIC]);
});

describe('a chat message that cannot be published', () => {
  it('is logged and counted; one e-mail is sent, and the verdict stands', async () => {
    const simulation = withChat();
    const { sns } = simulation;
    simulation.sns = () => {
      const { publish } = sns.call(simulation);
      return {
        publish: (input) => (input.TopicArn === CHAT ? Promise.reject(awsError('NotFound')) : publish(input)),
      };
    };
    const event = change(simulation);
    expect(await simulation.invoke(event)).toMatchObject({ paths: [{ outcome: 'broken', told: true }] });
    expect(await simulation.invoke(event)).toMatchObject({ paths: [{ outcome: 'broken', told: false }], started: 0 });
    expect(topics(simulation)).toEqual([TOPIC]);
    expect(failures(simulation)).toEqual(['the chat message could not be published']);
    expect(counted(simulation)).toEqual([1]);
  });

  it('for a moment only, is published as soon as possible', async () => {
    const simulation = withChat();
    const { sns } = simulation;
    let refusals = 2;
    simulation.sns = () => {
      const { publish } = sns.call(simulation);
      return {
        publish: (input) =>
          input.TopicArn === CHAT && refusals-- > 0 ? Promise.reject(awsError('Throttled')) : publish(input),
      };
    };
    await simulation.invoke(change(simulation));
    expect(topics(simulation)).toEqual([TOPIC, CHAT]);
    expect(failures(simulation)).toEqual([]);
  });

  it('does not hide that the e-mail cannot be published', async () => {
    const simulation = withChat();
    simulation.faults.push({ call: 'publish', code: 'InvalidParameter' });
    await expect(simulation.invoke(change(simulation))).rejects.toThrow('InvalidParameter');
    expect(topics(simulation)).toEqual([]);
  });
});

describe('a process that dies', () => {
  const DEATHS: Death[] = Array.from({ length: 24 }, (_, index) => index + 1).flatMap((call) => [
    { when: 'before', call },
    { when: 'after', call },
  ]);

  it.each(DEATHS)('$when call $call prevents neither the e-mail nor the chat message', async (dies) => {
    const watched = watchedNetwork({ CHAT_TOPIC_ARN: CHAT });
    const { simulation, pipeline, revokeHttps, check } = watched;
    simulation.analysisMs = 5_000;
    await check();
    pipeline.emit(revokeHttps(), { delaysMs: [1_000], deaths: [dies] });
    await pipeline.rest();
    expect(new Set(topics(simulation))).toEqual(new Set([TOPIC, CHAT]));
  });
});

describe('a test', () => {
  it('goes to e-mail and to chat', async () => {
    const simulation = withChat();
    await simulation.invoke({ action: 'test' });
    expect(topics(simulation)).toEqual([TOPIC, CHAT]);
    const { version, source, content } = JSON.parse(simulation.messages[1]?.Message ?? '');
    expect({ version, source }).toEqual({ version: '1.0', source: 'custom' });
    expect(content.title).toBe('[TEST] Reachability monitor: reachability-monitor');
    expect(content.description).not.toBe('');
  });

  it('fails if the chat message cannot be published, because the caller waits for the result', async () => {
    const simulation = withChat();
    const { sns } = simulation;
    simulation.sns = () => ({
      publish: (input) =>
        input.TopicArn === CHAT ? Promise.reject(awsError('NotFound')) : sns.call(simulation).publish(input),
    });
    await expect(simulation.invoke({ action: 'test' })).rejects.toThrow('NotFound');
    expect(topics(simulation)).toEqual([TOPIC]);
  });
});
