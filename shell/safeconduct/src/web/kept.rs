//! Files that somebody works on between one page and the next, such as a workbook whose columns are being matched:
//! in memory, for those who brought them, and for a while. Nothing of them was acknowledged; a server that stops
//! has forgotten them, and the page says to choose the file again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::form::Upload;

/// How long a file is kept.
const KEPT_FOR: SignedDuration = SignedDuration::from_mins(60);
/// The most files that one server keeps; the oldest goes first.
const FILES_MAX: usize = 64;
/// The most bytes of all of them together; the oldest goes first.
const BYTES_MAX: usize = 256 * 1024 * 1024;

struct One {
    whose: String,
    at: Timestamp,
    file: Arc<Upload>,
}

/// The files of one server.
#[derive(Default)]
pub(super) struct Kept {
    files: Mutex<BTreeMap<String, One>>,
}

impl Kept {
    /// Keeps a file under a fresh id.
    pub(super) fn put(&self, (id, whose): (&str, &str), at: Timestamp, file: Upload) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|_, one| at.duration_since(one.at) < KEPT_FOR);
        let one = One { whose: whose.to_owned(), at, file: Arc::new(file) };
        files.insert(id.to_owned(), one);
        let bytes = |files: &BTreeMap<String, One>| -> usize {
            files.values().map(|one| one.file.bytes.len()).sum()
        };
        while files.len() > 1 && (files.len() > FILES_MAX || bytes(&files) > BYTES_MAX) {
            let oldest = files.iter().min_by_key(|(_, one)| one.at).map(|(id, _)| id.clone());
            if let Some(oldest) = oldest {
                files.remove(&oldest);
            }
        }
    }

    /// Finds a file of somebody.
    pub(super) fn get(&self, (id, whose): (&str, &str), now: Timestamp) -> Option<Arc<Upload>> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let one = files.get(id).filter(|one| one.whose == whose)?;
        (now.duration_since(one.at) < KEPT_FOR).then(|| Arc::clone(&one.file))
    }

    /// Forgets a file: it stands in the journal, or was given up.
    pub(super) fn forget(&self, id: &str) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: usize) -> Upload {
        Upload { field: "file".to_owned(), name: "a.xlsx".to_owned(), bytes: vec![0; bytes] }
    }

    #[test]
    fn a_file_is_found_by_who_brought_it_and_for_an_hour() {
        let kept = Kept::default();
        let at: Timestamp = "2025-06-07T10:00:00Z".parse().unwrap();
        kept.put(("1", "officer-1"), at, file(3));
        assert!(kept.get(("1", "officer-1"), at).is_some());
        assert!(kept.get(("1", "officer-2"), at).is_none());
        assert!(kept.get(("1", "officer-1"), at + KEPT_FOR).is_none());
        kept.forget("1");
        assert!(kept.get(("1", "officer-1"), at).is_none());
    }

    #[test]
    fn the_oldest_goes_when_there_are_too_many() {
        let kept = Kept::default();
        let at: Timestamp = "2025-06-07T10:00:00Z".parse().unwrap();
        for number in 0..=FILES_MAX {
            let later = at + SignedDuration::from_secs(i64::try_from(number).unwrap());
            kept.put((&number.to_string(), "officer-1"), later, file(1));
        }
        assert!(kept.get(("0", "officer-1"), at).is_none());
        assert!(kept.get(("1", "officer-1"), at).is_some());
    }
}
