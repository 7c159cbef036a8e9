//! Each stage of a build by itself, on one thread: `cargo bench -p benches`.

use benches::{SHAPES, documents};
use divan::{Bencher, black_box};
use recto::document::Document;
use recto::emit::{apkg, csv};
use recto::identity::Signature;
use recto::package::{Package, contract};
use recto::project::{self, Options, Reading};
use recto::render::{NoFiles, Resolver, Rules};
use recto::shape::{self, Hints};
use recto::source::Source;

const CARDS: usize = 1_000;
const NAMES: [&str; 4] = ["seed", "mixed", "code", "plain"];

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("the first pool");
    divan::main();
}

fn text(name: &str) -> String {
    let (_, shape) = SHAPES.into_iter().find(|(other, _)| *other == name).expect("a shape that is known");
    documents(shape, CARDS, 1).collect()
}

fn source(text: &str) -> Source {
    let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
    project::repair(&mut source);
    source
}

fn package(readings: &[Reading<'_>]) -> Package {
    let options = Options { name: "bench".into(), ..Options::default() };
    let before = project::begin(readings, &options);
    let resolver = Resolver::new(&NoFiles, Rules::default());
    project::release(readings, &options, &before, resolver).package
}

#[divan::bench(args = NAMES)]
fn read_and_mend(bencher: Bencher, name: &str) {
    let text = text(name);
    bencher.bench(|| source(black_box(&text)));
}

#[divan::bench(args = NAMES)]
fn parse(bencher: Bencher, name: &str) {
    let source = source(&text(name));
    bencher.bench(|| Document::parse(black_box(&source)));
}

#[divan::bench(args = NAMES)]
fn find_questions(bencher: Bencher, name: &str) {
    let source = source(&text(name));
    let document = Document::parse(&source);
    bencher.bench(|| shape::read(black_box(&document), &Hints::default()));
}

#[divan::bench(args = NAMES)]
fn draw(bencher: Bencher, name: &str) {
    let source = source(&text(name));
    let readings = [project::read(&source, &Hints::default())];
    bencher.bench(|| package(black_box(&readings)));
}

#[divan::bench(args = NAMES)]
fn sign(bencher: Bencher, name: &str) {
    let text = text(name);
    bencher.bench(|| Signature::new(black_box(&text)));
}

#[divan::bench(args = NAMES)]
fn check_the_contract(bencher: Bencher, name: &str) {
    let source = source(&text(name));
    let package = package(&[project::read(&source, &Hints::default())]);
    bencher.bench(|| contract::check(black_box(&package)));
}

#[divan::bench(args = NAMES)]
fn write_apkg(bencher: Bencher, name: &str) {
    let source = source(&text(name));
    let package = package(&[project::read(&source, &Hints::default())]);
    bencher.bench(|| {
        let mut file = std::io::Cursor::new(vec![]);
        apkg::write(black_box(&package), &mut file).expect("a package");
        file.into_inner().len()
    });
}

#[divan::bench(args = NAMES)]
fn read_apkg_again(bencher: Bencher, name: &str) {
    let source = source(&text(name));
    let package = package(&[project::read(&source, &Hints::default())]);
    let mut file = std::io::Cursor::new(vec![]);
    apkg::write(&package, &mut file).expect("a package");
    bencher.bench_local(|| apkg::check::check(black_box(&package), &mut file).expect("the same package"));
}

#[divan::bench(args = NAMES)]
fn write_csv(bencher: Bencher, name: &str) {
    let source = source(&text(name));
    let package = package(&[project::read(&source, &Hints::default())]);
    bencher.bench(|| {
        let mut file = vec![];
        csv::write(black_box(&package), csv::Flavour::Basic, &mut file).expect("a file");
        file.len()
    });
}
