//! How much memory articles may take: what the container, or the machine, has beyond what the service needs
//! for itself. Limits on a single article follow from it, so that no article that is let in is the end of a
//! small container.

use std::path::Path;

/// The models, the program, its threads and connections, and the encoders of batches.
const OWN: usize = 96 << 20;
/// Least that articles get, however small the container is.
const LEAST: usize = 16 << 20;
/// What an article takes at most while it is worked on, as a multiple of its size: nearly all of it is kept for each
/// token and each line, so that a text of one-letter lines takes the most (`tests/load/largest.py` tries all kinds).
const WORK: usize = 340;
/// What is kept of a body apart from that: as it was decoded, and its strings.
const READ: usize = 2;
/// Largest a character of one byte can be in JSON: `\u0041`.
const ESCAPED: usize = 6;
/// For the rest of a request.
const MEMBERS: usize = 64 << 10;

/// Memory for articles in a container or on a machine like this one, when bodies may take `bodies` of it.
pub(super) fn for_work(bodies: usize) -> usize {
    let limit = container().unwrap_or_else(|| machine().map_or(usize::MAX, |all| all / 2));
    limit.saturating_sub(OWN + bodies).max(LEAST)
}

/// What an article takes whose request has so many bytes, when none may have more than `largest`.
pub(super) const fn taken(request: usize, largest: usize) -> usize {
    let article = if request < largest { request } else { largest };
    article.saturating_mul(WORK).saturating_add(request.saturating_mul(READ))
}

/// The largest article that fits into so much memory.
pub(super) const fn largest_article(work: usize) -> usize {
    work / (WORK + READ * ESCAPED + 1)
}

/// The largest request that an article of this size can need.
pub(super) const fn largest_request(article: usize) -> usize {
    article.saturating_mul(ESCAPED).saturating_add(MEMBERS)
}

/// The least limit of the control groups that this process is in, of version 2 or 1, itself and all above.
fn container() -> Option<usize> {
    let groups = std::fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    groups.lines().filter_map(|line| limit_of(line, Path::new("/sys/fs/cgroup"))).min()
}

/// The limit that a line of `/proc/self/cgroup` leads to, `hierarchy:controllers:path`.
fn limit_of(line: &str, root: &Path) -> Option<usize> {
    let mut parts = line.splitn(3, ':');
    let (number, controllers, group) = (parts.next()?, parts.next()?, parts.next()?.trim_start_matches('/'));
    let (root, file) = match (number, controllers) {
        ("0", "") => (root.to_owned(), "memory.max"),
        (_, given) if given.split(',').any(|c| c == "memory") => (root.join("memory"), "memory.limit_in_bytes"),
        _ => return None,
    };
    // Inside of a container the group may be named as it is seen from outside; its files are at the root then.
    let own = root.join(group);
    own.ancestors()
        .take_while(|at| at.starts_with(&root))
        .filter_map(|at| std::fs::read_to_string(at.join(file)).ok()?.trim().parse().ok())
        // Version 1 says "none" as a number of pages that no machine has.
        .filter(|&limit: &u64| limit < 1 << 60)
        .filter_map(|limit| usize::try_from(limit).ok())
        .min()
}

fn machine() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<usize>().ok()?.checked_mul(1024)
}

/// From this size on the memory of an article is given back at once: its pages are then worth more than the
/// time, and another thread may need them.
pub(super) const LARGE: usize = 128 << 10;

/// Gives back what this thread has freed. The allocator keeps pages for the thread that used them, hundreds of
/// megabytes after a large article, until that thread allocates again.
pub(super) fn give_back() {
    #[allow(unsafe_code, reason = "the allocator's own interface")]
    // SAFETY: looks at the memory of the calling thread alone, and at that which no thread has.
    unsafe {
        libmimalloc_sys::mi_collect(true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_that_is_let_in_fits() {
        for work in [LEAST, 100 << 20, 5 << 30] {
            let article = largest_article(work);
            assert!(article > work / 400 && taken(largest_request(article), article) <= work + (1 << 20), "{work}");
        }
        assert_eq!(taken(10, 1000), 10 * (WORK + READ));
        assert!(for_work(usize::MAX / 2) >= LEAST);
    }

    #[test]
    fn limits_of_control_groups_are_found() {
        let root = std::env::temp_dir().join(format!("copydesk-cgroup-{}", std::process::id()));
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        };
        write("a/memory.max", "1000\n");
        write("a/b/memory.max", "max\n");
        write("memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("memory/c/memory.limit_in_bytes", "500\n");
        assert_eq!(limit_of("0::/a/b", &root), Some(1000));
        assert_eq!(limit_of("0::/elsewhere", &root), None);
        assert_eq!(limit_of("4:cpu,memory:/c", &root), Some(500));
        assert_eq!(limit_of("4:memory:/docker/of/the/host", &root), None);
        assert_eq!(limit_of("3:cpu:/a", &root), None);
        std::fs::remove_dir_all(&root).expect("removed");
    }
}
