//! The zip around a package, unpacked within limits.

use std::io::{self, Read, Seek, SeekFrom, Write};

use prost::Message;
use tempfile::NamedTempFile;
use zip::ZipArchive;
use zip::result::ZipError;

use super::super::message::Metadata;
use super::{Error, Limits};

/// Bytes of the file `meta`, which no form compresses twice. Anki writes two.
const META: u64 = 1 << 10;

/// Which of the three forms a package has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `collection.anki2`
    Oldest,
    /// `collection.anki21`
    Old,
    /// `collection.anki21b`
    Modern,
}

pub struct Archive<R> {
    zip: ZipArchive<R>,
    pub form: Form,
    /// What may still be unpacked: parts of an archive can overlap, so that each is small and all are huge.
    left: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// The form is what `meta` says. Older packages have none; then the newer of the two old names counts. So does
    /// Anki: the other collections in a file only tell older versions that they are too old for it.
    pub fn open(mut file: R, limits: &Limits) -> Result<Archive<R>, Error> {
        let left = limits.total(file.seek(SeekFrom::End(0))?);
        let mut archive = Archive { zip: ZipArchive::new(file)?, form: Form::Oldest, left };
        archive.form = match archive.unpacked("meta", META)? {
            Some(bytes) => {
                let meta = Metadata::decode(&*bytes)
                    .map_err(|error| Error::Message { part: "file `meta`", error })?;
                match meta.version {
                    1 => Form::Oldest,
                    2 => Form::Old,
                    3 => Form::Modern,
                    version => return Err(Error::Newer(version)),
                }
            }
            None if archive.zip.index_for_name("collection.anki21").is_some() => Form::Old,
            None => Form::Oldest,
        };
        Ok(archive)
    }

    /// The names of all files in it.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        let names = self.zip.file_names().map(|name| name.map(|name| name.into_owned()));
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// The database, in a file of its own: a large one would fill the memory.
    pub fn collection(&mut self, limit: u64) -> Result<NamedTempFile, Error> {
        let name = match self.form {
            Form::Oldest => "collection.anki2",
            Form::Old => "collection.anki21",
            Form::Modern => "collection.anki21b",
        };
        let mut file = NamedTempFile::new()?;
        let mut written = Ok(());
        let found = self.stream(name, limit, |part| {
            if written.is_ok() {
                written = file.write_all(part);
            }
        })?;
        written?;
        found.map(|_| file).ok_or(Error::NoCollection)
    }

    /// A file as it was before it was packed, or nothing if there is none.
    pub fn unpacked(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Error> {
        let mut bytes = Vec::new();
        let found = self.stream(name, limit, |part| {
            bytes.extend_from_slice(part);
        })?;
        Ok(found.map(|_| bytes))
    }

    /// Hands an unpacked file to `take`, part by part. Gives its length, or nothing if there is no such file.
    pub fn stream(&mut self, name: &str, limit: u64, take: impl FnMut(&[u8])) -> Result<Option<u64>, Error> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let file = self.zip.by_index(index)?;
        let limit = limit.min(self.left);
        let length = match self.form {
            Form::Modern => drain(zstd::stream::read::Decoder::new(file)?, limit, take),
            _ if file.size() > limit => Ok(None),
            _ => drain(file, limit, take),
        };
        match length {
            Ok(Some(length)) => {
                self.left -= length;
                Ok(Some(length))
            }
            Ok(None) => Err(Error::TooLarge { part: name.to_owned(), limit }),
            // Whatever the decoders complain about is the archive's fault: it was opened and read before.
            Err(error) => Err(Error::Archive(ZipError::Io(error))),
        }
    }
}

/// Gives the length, or nothing if there is more than `limit`.
fn drain(mut from: impl Read, limit: u64, mut take: impl FnMut(&[u8])) -> io::Result<Option<u64>> {
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(Some(length)),
            Ok(read) => {
                length += read as u64;
                if length > limit {
                    return Ok(None);
                }
                take(&buffer[..read]);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
