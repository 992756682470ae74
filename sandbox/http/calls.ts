/** Every API call that reached the sandbox, oldest first. */
export interface RecordedCall {
  readonly at: string;
  readonly service: string;
  readonly action: string;
  readonly principal: 'lambda' | 'user';
  /** HTTP status of the answer; 0 where the connection was dropped. */
  readonly status: number;
  readonly errorCode?: string;
}
