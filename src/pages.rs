//! Pages of the binary that were read once: the largest model that it carries has 15 MB, of which a process
//! needs little after it has read them.

/// Tells the system that these bytes of the binary, and of nothing else, are not needed soon, and that those which
/// are will be few and far between. They stay readable: a page that is read again comes back from the file.
pub(crate) fn read_once(bytes: &'static [u8]) {
    #[cfg(target_os = "linux")]
    {
        const PAGE: usize = 4096;
        let start = bytes.as_ptr().addr().next_multiple_of(PAGE);
        let end = (bytes.as_ptr().addr() + bytes.len()) / PAGE * PAGE;
        let Some(len) = end.checked_sub(start).filter(|len| *len > 0) else { return };
        for advice in [libc::MADV_RANDOM, libc::MADV_DONTNEED] {
            #[allow(unsafe_code, reason = "the standard library cannot advise")]
            // SAFETY: whole pages that hold nothing but constants of the program, so that they come back from its
            // file with the same contents.
            unsafe {
                libc::madvise(std::ptr::with_exposed_provenance_mut(start), len, advice);
            }
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = bytes;
}
