// How long to wait before the next attempt: longer each time, and never exactly as long as others do.

import type { Limits } from './limits';

/** Doublings that make any first pause the longest. */
const MOST = 30;

/** Counts attempts that led to nothing. */
export class Backoff {
  #failed = 0;

  constructor(
    private readonly limits: Pick<Limits, 'firstPause' | 'longestPause'>,
    private readonly random: () => number,
  ) {}

  /** How many there were since it began anew. */
  get failed(): number {
    return this.#failed;
  }

  /** The next pause in milliseconds: from half of it to all of it, by chance, so that many clients do not come at once. */
  next(): number {
    const doubled = this.limits.firstPause * 2 ** Math.min(this.#failed, MOST);
    this.#failed += 1;
    return Math.min(doubled, this.limits.longestPause) * (0.5 + this.random() / 2);
  }

  /** The engine was there for long enough. */
  reset(): void {
    this.#failed = 0;
  }
}
