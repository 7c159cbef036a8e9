//! Messages of Protocol Buffers in package files, as Anki names and numbers their fields.

use prost::Message;

/// `PackageMetadata`, the file `meta`.
#[derive(Message)]
pub struct Metadata {
    /// 1, 2 or 3: the form of the package.
    #[prost(uint32, tag = "1")]
    pub version: u32,
}

/// `MediaEntries`, the file `media` of the newest form. The entry at place 7 lies in the archive as `7`.
#[derive(Message)]
pub struct Entries {
    #[prost(message, repeated, tag = "1")]
    pub entries: Vec<Entry>,
}

#[derive(Message)]
pub struct Entry {
    #[prost(string, tag = "1")]
    pub name: String,
    /// Bytes. A reader counts itself what it unpacks.
    #[prost(uint32, tag = "2")]
    pub size: u32,
    #[prost(bytes = "vec", tag = "3")]
    pub sha1: Vec<u8>,
}
