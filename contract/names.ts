/** The monitor's name where none is given. */
export const DEFAULT_NAME = 'reachability-monitor';

const MONITOR_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,36}$/;

/** The name as given, or the stack's own default. Throws for what the stack would not accept. */
export function monitorName(given: string = DEFAULT_NAME): string {
  if (!MONITOR_NAME.test(given))
    throw new Error(
      `--name must be the monitor's name, 1 to 37 letters, digits, hyphens and underscores that begin with a letter, not ${JSON.stringify(given)}`,
    );
  return given;
}

/** The names that the stack gives, all made from the monitor's name. */
export const monitorNames = (name: string) => ({
  function: name,
  logGroup: `/aws/lambda/${name}`,
  changeRule: `${name}-change`,
  applianceRule: `${name}-appliance`,
  sweepRule: `${name}-sweep`,
  lookRule: `${name}-look`,
  deadLetterQueue: `${name}-dead-letters`,
  givenUpQueue: `${name}-given-up`,
});
