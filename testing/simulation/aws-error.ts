/** An error as AWS's SDK throws it: its name is AWS's error code. */
export function awsError(code: string, message = `AWS says ${code}`): Error {
  return Object.assign(new Error(message), { name: code });
}
