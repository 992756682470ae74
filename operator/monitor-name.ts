import { DEFAULT_NAME, NAME_PATTERN } from '../contract/names';

/** The given name, or the stack's default. Throws for a name that the stack would not accept. */
export function monitorName(given: string = DEFAULT_NAME): string {
  if (!new RegExp(NAME_PATTERN).test(given))
    throw new Error(
      `--name must be the monitor's name, 1 to 37 letters, digits, hyphens and underscores that begin with a letter, not ${JSON.stringify(given)}`,
    );
  return given;
}
