// How it stands between a client and the engine, for whoever shows it.

import type { EngineError } from './errors';

/** How it stands; times in milliseconds. */
export type State =
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'open'; readonly engine: string; readonly apiLevel: number; readonly session: string }
  | { readonly kind: 'waiting'; readonly attempt: number; readonly pause: number; readonly error: EngineError }
  | { readonly kind: 'closed'; readonly error?: EngineError };

/** Is told of each change. */
export type StateListener = (state: State) => void;

/** A state that tells of its changes. */
export class ObservedState {
  #state: State = { kind: 'connecting', attempt: 0 };
  readonly #listeners = new Set<StateListener>();

  get now(): State {
    return this.#state;
  }

  /** Tells `listener` of each change from now on, until the function that is returned is called. */
  observe(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Another state; after `closed` there is none. */
  change(state: State): void {
    if (this.#state.kind === 'closed') return;
    this.#state = state;
    for (const listener of [...this.#listeners]) tell(listener, state);
  }
}

/** One listener's defect is neither ours nor another listener's. */
function tell(listener: StateListener, state: State): void {
  try {
    listener(state);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
