//! Signs notes, chains acts, commits to lists, and verifies all of it.

use sha2::{Digest, Sha256};

/// Hashes the parts one after the other with SHA-256 (FIPS 180-4).
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}
