//! Standard input of a process that is served a single line: read with bounds, and then to its end.

use std::{
    io::{self, BufRead, Read},
    sync::mpsc::SyncSender,
    time::Duration,
};

/// Nothing longer is kept, whoever asks.
const MOST: u64 = 1 << 16;

pub(crate) type Line = io::Result<Vec<u8>>;

/// Why there is no first line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// It did not come.
    #[error("no line came within {} s", patience.as_secs())]
    Late {
        /// How long was waited.
        patience: Duration,
    },
    /// Standard input ended before the line did.
    #[error("it ended before the line did")]
    CutOff,
    /// It is longer than allowed.
    #[error("the line has more than {most} bytes")]
    TooLong {
        /// The most bytes that it may have.
        most: usize,
    },
    /// Standard input cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(#[source] io::Error),
}

/// Hands over the first line, its end included, and returns when there is nothing more to read. What follows is dropped.
pub(crate) fn read_to_end(mut input: impl BufRead, first: &SyncSender<Line>) {
    let mut line = Vec::new();
    let read = input.by_ref().take(MOST + 1).read_until(b'\n', &mut line);
    // Nobody may want it.
    let _ = first.send(read.map(|_| line));
    // An error is an end, too.
    let _ = io::copy(&mut input, &mut io::sink());
}

/// The line without its end.
pub(crate) fn whole(line: Line, most: usize) -> Result<Vec<u8>, LineError> {
    let mut line = line.map_err(LineError::Unreadable)?;
    match line.pop_if(|byte| *byte == b'\n') {
        _ if line.len() > most => Err(LineError::TooLong { most }),
        Some(_) => Ok(line),
        None if line.len() as u64 > MOST => Err(LineError::TooLong { most }),
        None => Err(LineError::CutOff),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::sync_channel;

    fn first_of(input: &[u8], most: usize) -> Result<Vec<u8>, String> {
        let (send, receive) = sync_channel(1);
        read_to_end(input, &send);
        whole(receive.recv().unwrap(), most).map_err(|error| error.to_string())
    }

    #[test]
    fn a_line_ends_at_its_end_and_nowhere_else() {
        let cases = [
            ("alone", "{}\n", Ok("{}")),
            ("followed by more", "{}\nmore\n", Ok("{}")),
            ("empty", "\n", Ok("")),
            ("as long as may be", "1234\n", Ok("1234")),
            ("longer", "12345\n", Err("the line has more than 4 bytes")),
            ("cut off", "{", Err("it ended before the line did")),
        ];
        for (name, input, expected) in cases {
            assert_eq!(first_of(input.as_bytes(), 4), expected.map(Into::into).map_err(Into::into), "{name}");
        }
    }

    #[test]
    fn of_a_line_without_end_no_more_is_kept_than_any_may_have() {
        let (send, receive) = sync_channel(1);
        read_to_end(io::BufReader::with_capacity(7, io::repeat(b'x').take(10 << 20)), &send);
        assert_eq!(receive.recv().unwrap().unwrap().len() as u64, MOST + 1);
    }
}
