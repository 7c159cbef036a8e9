//! Packages that are small and unpack to more than memory holds.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::time::Duration;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::Project;

/// Ten gigabytes.
const HUGE: u64 = 10_000_000_000;

fn zip(project: &Project, name: &str, write: impl FnOnce(&mut ZipWriter<File>)) {
    let mut zip = ZipWriter::new(File::create(project.path(name)).expect("a file"));
    write(&mut zip);
    zip.finish().expect("an archive");
}

/// Ten gigabytes of nothing as zstd has them.
fn nothing() -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(vec![], 1).expect("an encoder");
    std::io::copy(&mut std::io::repeat(0).take(HUGE), &mut encoder).expect("memory");
    encoder.finish().expect("memory")
}

/// A file in an archive that says it has other sizes than it has.
fn lying(packed: &[u8], claimed: u32) -> Vec<u8> {
    let name = b"collection.anki2";
    let sizes = |out: &mut Vec<u8>| {
        out.extend([0; 4]);
        out.extend(u32::try_from(packed.len()).expect("small").to_le_bytes());
        out.extend(claimed.to_le_bytes());
        out.extend(u16::try_from(name.len()).expect("short").to_le_bytes());
    };
    let mut out = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0".to_vec();
    sizes(&mut out);
    out.extend([0; 2]);
    out.extend(name);
    out.extend(packed);
    let directory = out.len();
    out.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0");
    sizes(&mut out);
    out.extend([0; 16]);
    out.extend(name);
    let length = out.len() - directory;
    out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend(u32::try_from(length).expect("small").to_le_bytes());
    out.extend(u32::try_from(directory).expect("small").to_le_bytes());
    out.extend([0; 2]);
    out
}

#[test]
fn ten_gigabytes_are_refused_in_a_second() {
    let project = Project::new(&[]);
    let deflated =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    // A tenth of it is enough to see whether the claim, or what comes out, is counted; deflating takes long.
    zip(&project, "deflate.apkg", |zip| {
        zip.start_file("collection.anki2", deflated).expect("an entry");
        std::io::copy(&mut std::io::repeat(0).take(HUGE / 10), zip).expect("an entry");
    });
    let nothing = nothing();
    zip(&project, "zstd.apkg", |zip| {
        for (name, bytes) in [("meta", &[8, 3][..]), ("collection.anki21b", &nothing)] {
            zip.start_file(name, stored).expect("an entry");
            zip.write_all(bytes).expect("an entry");
        }
    });
    let mut packed = vec![];
    let mut deflate = File::open(project.path("deflate.apkg")).expect("a file");
    // Behind the entry's own header, which names sizes of eight bytes, too.
    deflate.seek(std::io::SeekFrom::Start(30 + 16 + 20)).expect("a file");
    deflate.read_to_end(&mut packed).expect("a file");
    std::fs::write(project.path("lying.apkg"), lying(&packed, 5000)).expect("a file");
    for name in ["deflate.apkg", "zstd.apkg", "lying.apkg"] {
        for arguments in [&["verify", name][..], &["diff", name, name]] {
            let ended = project.run_within(200_000, arguments);
            assert!(matches!(ended.code, Some(1 | 2)), "{ended:?}");
            let told = ended.out + &ended.err;
            assert!(told.contains("unpacks to more than") || told.contains("damaged"), "{told}");
            assert!(ended.time < Duration::from_secs(3), "{name}: {:?}", ended.time);
        }
    }
}
