//! One build of a project at a time: two that read the same ledger would each forget the other's cards.

use std::fs::{File, TryLockError};
use std::path::Path;

/// Waits until nobody else writes in the folder of a ledger, and keeps others waiting as long as it lives. It leaves no file
/// behind. Where the system locks no folders, builds are on their own.
pub struct Lock {
    _folder: Option<File>,
}

impl Lock {
    pub fn wait(ledger: &Path) -> Lock {
        let folder = ledger.parent().and_then(|folder| File::open(folder).ok());
        if let Some(folder) = &folder
            && matches!(folder.try_lock(), Err(TryLockError::WouldBlock))
        {
            eprintln!("recto: waits for another build of this project");
            let _ = folder.lock();
        }
        Lock { _folder: folder }
    }
}
