//! A file that exists whole or not at all: written under a hidden temporary name, hashed on the
//! way, renamed when complete.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::manifest::Stored;

/// A file that is being written. Dropped unpublished, it leaves nothing.
pub(super) struct Draft {
    file: BufWriter<File>,
    temporary: PathBuf,
    target: PathBuf,
    hash: Sha256,
    bytes: u64,
    published: bool,
}

impl Draft {
    /// A draft of `folder/name`. Its temporary name is random: processes in containers share their
    /// process id, and two may work on the same part.
    pub(super) fn new(folder: &Path, name: &str) -> io::Result<Self> {
        let temporary = folder.join(format!(".{name}.{:016x}.tmp", RandomState::new().hash_one(name)));
        let file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        Ok(Self {
            file: BufWriter::with_capacity(1 << 18, file),
            temporary,
            target: folder.join(name),
            hash: Sha256::new(),
            bytes: 0,
            published: false,
        })
    }

    /// Writes it to disk and gives it its name.
    pub(super) fn publish(mut self) -> io::Result<Stored> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        fs::rename(&self.temporary, &self.target)?;
        self.published = true;
        let file = self.target.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let hash = std::mem::take(&mut self.hash).finalize();
        let sha256 = hash.iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        Ok(Stored { file, bytes: self.bytes, sha256 })
    }
}

impl Write for Draft {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let n = self.file.write(buffer)?;
        self.hash.update(&buffer[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.published {
            // What cannot be removed stays behind under its hidden name and is read by nobody.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}
