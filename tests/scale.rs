//! Documents of any size are read in linear time, and nesting of any depth does no harm.

use std::time::Duration;

use recto::check;
use recto::config::Checks;
use recto::emit;
use recto::package::contract;
use recto::project;
use recto::render::{NoFiles, Resolver, Rules};
use recto::shape::Hints;
use recto::source::Source;

fn cards(text: &str) -> usize {
    let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
    project::repair(&mut source);
    project::read(&source, &Hints::default()).findings.cards.len()
}

fn findings(text: &str) -> usize {
    let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
    project::repair(&mut source);
    let readings = [project::read(&source, &Hints::default())];
    let settings = Checks::default();
    check::run(&check::Project::new("test", &readings, &settings), vec![]).len()
}

fn repeated(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

/// The processor time of the best of a few runs, so that other work on the machine counts little.
fn time(text: &str, work: fn(&str) -> usize) -> Duration {
    (0..3)
        .map(|_| {
            let start = spent();
            work(text);
            spent() - start
        })
        .min()
        .expect("three runs")
}

/// The processor time of this thread, where the system tells it.
#[cfg(unix)]
fn spent() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("a time since the thread began")
}

#[cfg(not(unix))]
fn spent() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// What a text is made of, by number.
type Part = fn(usize) -> String;

/// Eight times the text may take three times that on a busy machine; squared growth would take sixty-four.
#[track_caller]
fn assert_linear(name: &str, small: Duration, large: Duration) {
    const MOST: f64 = 24.0;
    let ratio = large.as_secs_f64() / small.as_secs_f64().max(1e-4);
    assert!(ratio < MOST, "{name}: eight times the text took {ratio:.1} times the time");
}

#[test]
fn time_grows_with_the_length() {
    let shapes: [(&str, Part); 8] = [
        ("heading", |n| format!("## What is {n}?\n\nA number.\n\n")),
        ("labels in one paragraph", |n| format!("Q: What is {n}?\nA: A number.\n")),
        ("details", |n| format!("<details><summary>What is {n}?</summary>\nA number.\n</details>\n\n")),
        ("list", |n| format!("- What is {n}? A number.\n")),
        ("table row", |n| {
            if n == 0 {
                "| Question | Answer |\n|-|-|\n".into()
            } else {
                format!("| What is {n}? | A number |\n")
            }
        }),
        ("run-in list", |n| format!("* **Fix {n}:** 1. Do it.\n    2. Do it again.\n")),
        ("separator", |n| format!("What is {n}::A number\n")),
        ("paragraph", |n| format!("Word {n} *in* a [long](#x) text\n")),
    ];
    for (name, part) in shapes {
        let (small, large) = (time(&repeated(600, part), cards), time(&repeated(4800, part), cards));
        assert_linear(name, small, large);
    }
}

#[test]
fn every_shape_takes_linear_time() {
    let shapes: [(&str, Part); 24] = [
        ("attributes in one line", |n| format!("The [word {n}]{{.underline}} ")),
        ("bold line", |n| format!("**What is {n}?**\n\nA number.\n\n")),
        ("italic line", |n| format!("*What is {n}?*\n\nA number.\n\n")),
        ("numbered line", |n| format!("{}. What is it?\n\nA number.\n\n", n + 1)),
        ("reveal", |n| {
            format!("What is {n}?\n\n<details><summary>Answer</summary>\nA number.\n</details>\n\n")
        }),
        ("definition", |n| format!("Number {n}\n: It counts.\n\n")),
        ("term", |n| format!("**Number {n}**: It counts.\n\n")),
        ("cloze", |n| format!("The number {n} is {{{{c1::even}}}}.\n\n")),
        ("line between", |n| format!("What is {n}?\n?\nA number.\n\n")),
        ("percent", |n| format!("## What is {n}?\n\n%\n\nA number.\n\n")),
        ("options", |n| format!("## Which is {n}?\n\n- [ ] A word\n- [x] A number\n\n")),
        ("letters", |n| format!("## Which is {n}?\n\nA. A word\nB. A number\n\n**Answer:** B\n\n")),
        ("parts with words for all", |n| {
            format!("## Part {n}\n\n### Q1: What is {n}?\n\nA number.\n\n> **See also:** {n}\n\n---\n\n")
        }),
        ("sections in each other", |n| format!("{} What is {n}?\n\nA number.\n\n", "#".repeat(1 + n % 6))),
        ("rules", |_| "---\n\n".into()),
        ("fences", |n| format!("## What prints {n}?\n\n```\n{n}\n```\n\n")),
        ("callouts", |n| format!("> [!question]- What is {n}?\n> A number.\n>> [!tip]\n>> It is even.\n\n")),
        ("callouts in one", |n| format!("> [!faq] What is {n}?\n> A number.\n")),
        ("definitions in HTML", |n| format!("<dl>\n<dt>What is {n}?\n<dd>A number.\n</dl>\n\n")),
        ("parts of a task", |n| {
            let part = |letter: char| format!("{letter}) Count to {n}.\n\n**Solution:** Done.\n\n");
            format!("## Task {n}\n\nOn paper.\n\n{}{}", part('a'), part('b'))
        }),
        ("details that follow up", |n| {
            let inner = format!("<details><summary>Why {n}?</summary>\nSo.\n</details>\n");
            format!("<details><summary>What is {n}?</summary>\nA number.\n{inner}</details>\n\n")
        }),
        ("answers in footnotes", |n| format!("- What is {n}?[^{n}]\n\n[^{n}]: A number.\n\n")),
        ("numbers with colons", |n| format!("**{n}. What is it?** : A number.\n\n**{n}. It** : Even.\n\n")),
        ("unclosed details", |n| format!("<details><summary>What is {n}?</summary>\n\nA number.\n\n")),
    ];
    for (name, part) in shapes {
        let [small, large] = [600, 4800].map(|count| time(&repeated(count, part), cards));
        assert_linear(name, small, large);
    }
}

/// Notes of a whole build, with a deck for each section.
fn notes(text: &str) -> usize {
    let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
    project::repair(&mut source);
    let readings = [project::read(&source, &Hints::default())];
    let options = project::Options { name: "test".into(), subdecks: true, ..project::Options::default() };
    let before = project::begin(&readings, &options);
    let release = project::release(&readings, &options, &before, Resolver::new(&NoFiles, Rules::default()));
    let mut file = std::io::Cursor::new(vec![]);
    emit::apkg::write(&release.package, &mut file).expect("a package");
    release.package.notes.len() + contract::check(&release.package).len()
}

#[test]
fn a_build_takes_linear_time() {
    let patterns: [(&str, Part); 5] = [
        ("sections", |n| format!("## Part {n}\n\n### Q1: What is {n}?\n\nA number.\n\n")),
        ("ids", |n| format!("## What is {n}?\n\n<!-- id: n-{n} -->\n\nA number.\n\n")),
        ("equal questions", |_| "## What is it?\n\nA number.\n\n".into()),
        ("footnotes", |n| format!("## What is {n}?\n\nA number.[^{n}]\n\n[^{n}]: Even.\n\n")),
        ("code", |n| format!("## What prints {n}?\n\n```rust\nlet x = {n};\n```\n\n**Answer:** It.\n\n")),
    ];
    // One thread, whose time counts.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    for (name, part) in patterns {
        let texts = [300, 2400].map(|count| repeated(count, part));
        let [small, large] = texts.map(|text| one.install(|| time(&text, notes)));
        assert_linear(name, small, large);
    }
}

#[test]
fn checks_take_linear_time() {
    let patterns: [(&str, Part); 8] = [
        ("one question", |_| "## What is it?\n\nA number.\n\n".into()),
        ("one answer to four questions", |n| {
            let answer: Vec<String> = (0..12).map(|word| format!("word{}", n / 4 * 12 + word)).collect();
            format!("## Why does wing {n} stall?\n\n{}.\n\n", answer.join(" "))
        }),
        ("one answer to all", |n| {
            format!(
                "## Why does wing {n} stall?\n\nThe wing meets the air too steeply, so that the lift is lost at once.\n\n"
            )
        }),
        ("words in another order", |n| {
            let (a, b) = if n % 2 == 0 { ("wing", "rotor") } else { ("rotor", "wing") };
            format!("## What is between {a} and {b} {}?\n\nIt is {n}.\n\n", n / 2)
        }),
        ("anchors", |n| format!("## What is {n}?\n\nSee [it](#what-is-it-{n}).\n\n")),
        ("comments above all", |_| "<!-- recto: allow mojibake, nothing -->\n".into()),
        ("mojibake in one line", |n| format!("{n} â€” ")),
        ("code", |n| format!("## What prints {n}?\n\n```blorb\n{n}\n```\n\n")),
    ];
    for (name, part) in patterns {
        let texts = [600, 4800].map(|count| repeated(count, part));
        // One answer to all is a pattern of the document.
        assert!(
            findings(&texts[0]) > 100 || name == "one answer to all",
            "{name}: there is something to find"
        );
        let [small, large] = texts.map(|text| time(&text, findings));
        assert_linear(name, small, large);
    }
}

#[test]
fn nesting_of_any_depth_is_read() {
    let deep = 10_000;
    let texts = [
        "> ".repeat(deep) + "x",
        repeated(2_000, |n| format!("{}- item {n}\n", " ".repeat(2 * n))),
        "<details>\n\n".repeat(deep),
        "<details><summary>Why?</summary>".repeat(deep),
        "*".repeat(deep) + "x",
        "[".repeat(deep),
        format!("{}{}", "**a ".repeat(deep), "b**".repeat(deep)),
        "# ".repeat(deep),
        "```\n".repeat(deep),
        "<".repeat(deep),
    ];
    let worker = std::thread::Builder::new().stack_size(1 << 20);
    let read = worker.spawn(move || texts.iter().map(|text| cards(text)).sum::<usize>()).expect("a thread");
    read.join().expect("no panic");
}
