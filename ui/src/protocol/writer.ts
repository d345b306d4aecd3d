// MessagePack in the one form in which it is sent. Our own, for the library takes 1.0 for a whole number and any bigint for one of
// 64 bits.

const GROWTH = 2;
const TEXT = new TextEncoder();

/** Bytes in the making. */
export class Writer {
  private bytes = new Uint8Array(256);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  /** What was written so far. */
  written(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  nil(): void {
    this.byte(0xc0);
  }

  bool(value: boolean): void {
    this.byte(value ? 0xc3 : 0xc2);
  }

  float(value: number): void {
    this.byte(0xcb);
    const at = this.take(8);
    this.view.setFloat64(at, value);
  }

  /** A whole number in the shortest form that holds it. */
  whole(value: bigint | number): void {
    const number = BigInt(value);
    if (number >= -0x20n && number < 0x80n) {
      this.byte(Number(number) & 0xff);
    } else if (number > 0n) {
      this.positive(number);
    } else {
      this.negative(number);
    }
  }

  text(value: string): void {
    const bytes = TEXT.encode(value);
    this.head(bytes.length, [0xa0, 32], [0xd9, 0xda, 0xdb]);
    this.put(bytes);
  }

  bin(value: Uint8Array): void {
    this.head(value.length, [0, 0], [0xc4, 0xc5, 0xc6]);
    this.put(value);
  }

  /** The beginning of a list of so many values. */
  list(items: number): void {
    this.head(items, [0x90, 16], [undefined, 0xdc, 0xdd]);
  }

  /** The beginning of a map of so many keys and values. */
  map(entries: number): void {
    this.head(entries, [0x80, 16], [undefined, 0xde, 0xdf]);
  }

  private positive(number: bigint): void {
    if (number < 0x1_0000_0000n) {
      this.sized(Number(number), [0xcc, 0xcd, 0xce]);
    } else {
      this.byte(0xcf);
      const at = this.take(8);
      this.view.setBigUint64(at, number);
    }
  }

  private negative(number: bigint): void {
    if (number >= -0x80n) {
      this.byte(0xd0);
      const at = this.take(1);
      this.view.setInt8(at, Number(number));
    } else if (number >= -0x8000n) {
      this.byte(0xd1);
      const at = this.take(2);
      this.view.setInt16(at, Number(number));
    } else if (number >= -0x8000_0000n) {
      this.byte(0xd2);
      const at = this.take(4);
      this.view.setInt32(at, Number(number));
    } else {
      this.byte(0xd3);
      const at = this.take(8);
      this.view.setBigInt64(at, number);
    }
  }

  /** A length in its first byte where it is below a limit, else behind it. */
  private head(length: number, [short, limit]: readonly [number, number], marks: Marks): void {
    if (length < limit) {
      this.byte(short | length);
    } else {
      this.sized(length, marks);
    }
  }

  /** A number of one, two or four bytes behind the mark of its size. */
  private sized(number: number, [one, two, four]: Marks): void {
    if (one !== undefined && number < 0x100) {
      this.byte(one);
      this.byte(number);
    } else if (number < 0x1_0000) {
      this.byte(two);
      const at = this.take(2);
      this.view.setUint16(at, number);
    } else {
      this.byte(four);
      const at = this.take(4);
      this.view.setUint32(at, number);
    }
  }

  private byte(value: number): void {
    const at = this.take(1);
    this.view.setUint8(at, value);
  }

  private put(bytes: Uint8Array): void {
    const at = this.take(bytes.length);
    this.bytes.set(bytes, at);
  }

  /** Where the next so many bytes go; may give `bytes` and `view` more room, so it is asked before they are. */
  private take(length: number): number {
    const start = this.length;
    this.length += length;
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(this.length * GROWTH);
      grown.set(this.bytes);
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    return start;
  }
}

/** The marks of sizes of one, two and four bytes; lists and maps have none of one. */
type Marks = readonly [number | undefined, number, number];
