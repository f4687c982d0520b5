//! Numbers and texts as bytes, and back. Reading never panics: what does not fit is `None`.

/// Appends to a buffer.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    /// A number, seven bits a byte, lowest first; the last byte has no high bit.
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A count and that many bytes.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Texts that hold no line break, as one.
    pub(super) fn lines<'a>(&mut self, lines: impl IntoIterator<Item = &'a str>) {
        self.bytes(lines.into_iter().collect::<Vec<_>>().join("\n").as_bytes());
    }

    /// A count and numbers that rise, each as its distance from the one before.
    pub(super) fn rising(&mut self, numbers: &[u32]) {
        self.number(numbers.len() as u64);
        let mut last = 0;
        for number in numbers {
            self.number(u64::from(number.wrapping_sub(last)));
            last = *number;
        }
    }
}

/// Takes from a buffer what a [`Writer`] put there.
#[derive(Debug)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// A number.
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..63).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A number that fits.
    pub(super) fn small(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    /// How many of something follow; there is at least one byte of each.
    pub(super) fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    /// A count and that many bytes.
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Lines; of none and of one empty line, the one.
    pub(super) fn lines(&mut self) -> Option<std::str::Split<'a, char>> {
        Some(std::str::from_utf8(self.bytes()?).ok()?.split('\n'))
    }

    /// Numbers that rise.
    pub(super) fn rising(&mut self) -> Option<Vec<u32>> {
        let mut last = 0_u32;
        (0..self.count()?)
            .map(|_| {
                last = last.checked_add(self.small()?)?;
                Some(last)
            })
            .collect()
    }
}

/// A checksum of 32 bits (FNV-1a): finds a damaged download, and nothing more.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
