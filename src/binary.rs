//! Reads the model files, little-endian, as their makers in `train` write them.

/// Takes values off the front of a file; `None` where it ends too soon.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// The rest of a file that begins with its magic.
    pub(crate) fn open(file: &'a [u8], magic: &[u8; 16]) -> Option<Self> {
        file.strip_prefix(magic).map(Self)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    /// A finite number.
    pub(crate) fn f32(&mut self) -> Option<f32> {
        self.u32().map(f32::from_bits).filter(|f| f.is_finite())
    }

    pub(crate) fn u32s(&mut self, n: usize) -> Option<impl ExactSizeIterator<Item = u32> + Clone + use<'a>> {
        let (words, _) = self.take(n.checked_mul(4)?)?.as_chunks::<4>();
        Some(words.iter().map(|w| u32::from_le_bytes(*w)))
    }

    pub(crate) fn u16s(&mut self, n: usize) -> Option<impl ExactSizeIterator<Item = u16> + use<'a>> {
        let (words, _) = self.take(n.checked_mul(2)?)?.as_chunks::<2>();
        Some(words.iter().map(|w| u16::from_le_bytes(*w)))
    }
}
