// Parts put together to the tables that they are pieces of.

import { tooLarge, type EngineError } from './errors';
import type { Sink } from './exchange';

/** A piece of a table; those of one timeframe belong together. */
interface Piece {
  readonly columns: Uint8Array;
  readonly timeframe?: string;
}

/** Collects parts, and gives every table whole when the last one has come. */
export class Join<R extends Piece> implements Sink {
  readonly #tables: { fields: R; readonly pieces: Uint8Array[] }[] = [];
  #bytes = 0;

  constructor(
    private readonly most: number,
    private readonly done: (tables: readonly R[]) => void,
    readonly fail: (error: EngineError) => void,
  ) {}

  part(result: unknown, isLast: boolean): void {
    const part = result as R;
    this.#bytes += part.columns.length;
    if (this.#bytes > this.most) throw tooLarge(this.most);
    this.#add(part);
    if (isLast) this.done(this.#tables.map(({ fields, pieces }) => ({ ...fields, columns: joined(pieces) })));
  }

  #add(part: R): void {
    const table = this.#tables[this.#tables.length - 1];
    if (table === undefined || table.fields.timeframe !== part.timeframe) {
      this.#tables.push({ fields: part, pieces: [part.columns] });
    } else {
      table.fields = { ...table.fields, ...part };
      table.pieces.push(part.columns);
    }
  }
}

/** One after the other, as one. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
