//! One line of text, put together from its end: numbers come with their last digit first.

/// Room for the longest line: two volumes of 50 characters, two prices of 21, a time of 30.
const ROOM: usize = 256;

pub(super) struct Line {
    text: [u8; ROOM],
    /// Where the text starts; it reaches to the end of the room.
    start: usize,
}

impl Line {
    pub(super) const fn new() -> Self {
        Self { text: [0; ROOM], start: ROOM }
    }

    /// Puts a text before all that is there.
    #[inline]
    pub(super) fn put(&mut self, text: &[u8]) {
        let end = self.start;
        self.start -= text.len();
        self.text[self.start..end].copy_from_slice(text);
    }

    /// Puts that many digits of a number.
    #[inline]
    pub(super) fn put_padded(&mut self, mut number: u64, digits: usize) {
        for _ in 0..digits {
            self.put_digit(number);
            number /= 10;
        }
    }

    /// Puts a whole number with a point before its last `decimals` digits.
    #[inline]
    pub(super) fn put_decimal(&mut self, mut mantissa: u64, decimals: usize) {
        if decimals > 0 {
            for _ in 0..decimals {
                self.put_digit(mantissa);
                mantissa /= 10;
            }
            self.put(b".");
        }
        self.put_digit(mantissa);
        while mantissa > 9 {
            mantissa /= 10;
            self.put_digit(mantissa);
        }
    }

    #[inline]
    fn put_digit(&mut self, number: u64) {
        self.start -= 1;
        self.text[self.start] = b'0' + (number % 10) as u8;
    }

    /// Adds the line to `out` and starts the next one.
    #[inline]
    pub(super) fn move_to(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.text[self.start..]);
        self.start = ROOM;
    }
}
