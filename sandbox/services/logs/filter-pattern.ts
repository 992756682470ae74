import { AwsError } from '../../service';

/**
 * Reads a filter pattern of terms. All plain terms must occur, at least one of those with `?`, and
 * none of those with `-`. A term in double quotes may contain spaces.
 * @throws AwsError `InvalidParameterException` for patterns on JSON or columns, which the sandbox
 * does not evaluate.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function readFilterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (/^[{[%]/.test(text))
    throw new AwsError(
      'InvalidParameterException',
      `Invalid filter pattern: the sandbox evaluates terms only, not ${text}`,
    );
  const terms = [...text.matchAll(/([?-]?)(?:"([^"]*)"|(\S+))/g)].map(([, sign, quoted, plain]) => ({
    sign,
    text: quoted ?? plain ?? '',
  }));
  const withSign = (sign: string) => terms.filter((term) => term.sign === sign).map((term) => term.text);
  const [all, any, none] = [withSign(''), withSign('?'), withSign('-')];
  return (message) =>
    all.every((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term))) &&
    !none.some((term) => message.includes(term));
}
