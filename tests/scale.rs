//! Documents of any size are read in linear time, and nesting of any depth does no harm.

use std::time::Duration;

use recto::project;
use recto::shape::Hints;
use recto::source::Source;

fn cards(text: &str) -> usize {
    let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
    project::repair(&mut source);
    project::read(&source, &Hints::default()).findings.cards.len()
}

fn repeated(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

/// The processor time of the best of a few runs, so that other work on the machine counts little.
fn time(text: &str) -> Duration {
    (0..3)
        .map(|_| {
            let start = spent();
            cards(text);
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

#[test]
fn time_grows_with_the_length() {
    /// Eight times the text may take three times that on a busy machine; squared growth would take sixty-four.
    const MOST: f64 = 24.0;
    type Part = fn(usize) -> String;
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
        let (small, large) = (time(&repeated(600, part)), time(&repeated(4800, part)));
        let ratio = large.as_secs_f64() / small.as_secs_f64().max(1e-4);
        assert!(ratio < MOST, "{name}: eight times the text took {ratio:.1} times the time");
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
