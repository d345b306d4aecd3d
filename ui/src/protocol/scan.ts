// Holds a frame to the bounds of the protocol before it is decoded: the library would follow a million lists, one in the other.

/** The most bytes in a frame. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** How deep values may be nested, the frame's own map counted. */
export const MAX_DEPTH = 32;

/** The most values in a frame, keys counted. */
export const MAX_VALUES = 2 ** 18;

/** A frame that is none. */
export class BadFrame extends Error {
  override readonly name = 'BadFrame';

  constructor(
    readonly code:
      | 'protocol.frame_too_large'
      | 'protocol.too_deep'
      | 'protocol.too_many_values'
      | 'protocol.malformed',
    message: string,
  ) {
    super(message);
  }
}

/** Throws `BadFrame` unless the bytes are one value within bounds. Keeps nothing of it. */
export function check(bytes: Uint8Array): void {
  if (bytes.length > MAX_FRAME_BYTES) {
    throw new BadFrame('protocol.frame_too_large', `a frame of ${bytes.length} bytes`);
  }
  const left = [1];
  let at = 0;
  for (let values = 1; left.length > 0; values += 1) {
    if (values > MAX_VALUES) {
      throw new BadFrame('protocol.too_many_values', `more than ${MAX_VALUES} values in one frame`);
    }
    const head = headAt(bytes, at);
    at = head.next;
    if (at > bytes.length || head.values > bytes.length - at) {
      throw new BadFrame('protocol.malformed', `byte ${at}: the frame claims more than there is`);
    }
    enter(left, head);
  }
  if (at !== bytes.length) {
    throw new BadFrame('protocol.malformed', `byte ${at}: something follows the frame`);
  }
}

/** What begins at a place: where the next head is, and how many values belong to this one. */
interface Head {
  readonly next: number;
  readonly values: number;
  readonly isOpen: boolean;
}

/** Counts a value, and what is complete with it. */
function enter(left: number[], head: Head): void {
  // The first entry stands for the frame itself.
  if (head.isOpen && left.length > MAX_DEPTH) {
    throw new BadFrame('protocol.too_deep', `values are nested deeper than ${MAX_DEPTH}`);
  }
  left[left.length - 1] = (left[left.length - 1] ?? 0) - 1;
  if (head.values > 0) {
    left.push(head.values);
  }
  while (left.length > 0 && left[left.length - 1] === 0) {
    left.pop();
  }
}

function headAt(bytes: Uint8Array, at: number): Head {
  const mark = bytes[at];
  if (mark === undefined) {
    throw new BadFrame('protocol.malformed', `byte ${at}: the frame ends here, and something is missing`);
  }
  if (mark < 0x80 || mark >= 0xe0 || mark === 0xc0 || mark === 0xc2 || mark === 0xc3) return plain(at + 1);
  if (mark < 0x90) return open(at + 1, 2 * (mark & 0x0f));
  if (mark < 0xa0) return open(at + 1, mark & 0x0f);
  if (mark < 0xc0) return plain(at + 1 + (mark & 0x1f));
  return longHead(bytes, at, mark);
}

function longHead(bytes: Uint8Array, at: number, mark: number): Head {
  if (mark >= 0xc4 && mark <= 0xc6) return sized(bytes, at, 1 << (mark - 0xc4));
  if (mark >= 0xca && mark <= 0xcb) return plain(at + 1 + (4 << (mark - 0xca)));
  if (mark >= 0xcc && mark <= 0xd3) return plain(at + 1 + (1 << (mark & 0x03)));
  if (mark >= 0xd9 && mark <= 0xdb) return sized(bytes, at, 1 << (mark - 0xd9));
  if (mark >= 0xdc && mark <= 0xdf) {
    const width = mark & 1 ? 4 : 2;
    return open(at + 1 + width, number(bytes, at + 1, width) * (mark < 0xde ? 1 : 2));
  }
  throw new BadFrame('protocol.malformed', `byte ${at}: extension types are not used`);
}

function plain(next: number): Head {
  return { next, values: 0, isOpen: false };
}

function open(next: number, values: number): Head {
  return { next, values, isOpen: true };
}

function sized(bytes: Uint8Array, at: number, width: number): Head {
  return plain(at + 1 + width + number(bytes, at + 1, width));
}

/** A big-endian number; past the end it is too large for any frame. */
function number(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let place = at; place < at + width; place += 1) {
    value = value * 0x100 + (bytes[place] ?? Infinity);
  }
  return value;
}
