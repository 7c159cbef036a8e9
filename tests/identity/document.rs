//! Documents that are edited as authors edit them, with the truth of which question is which.

/// A small generator, so that a failure can be repeated.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % sides.max(1) as u64) as usize
    }

    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.roll(words.len())]
    }
}

/// A question that stays itself through all edits.
#[derive(Debug, Clone)]
pub struct Question {
    /// The truth that the ledger must find.
    pub who: usize,
    pub title: String,
    pub answer: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Part {
    pub title: String,
    pub questions: Vec<Question>,
}

/// Two files of parts of questions, and how they are written.
#[derive(Debug, Clone)]
pub struct Document {
    pub files: Vec<Vec<Part>>,
    pub numbered: bool,
    pub labelled: bool,
    pub bullets: bool,
    next: usize,
    /// Questions from this one on are in no release yet.
    released: usize,
    deleted: Vec<Question>,
}

/// What authors do, one kind at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    MoveToPart,
    MoveToFile,
    Renumber,
    Reorder,
    TranslateHeadings,
    Labels,
    Style,
    Typo,
    Answer,
    Split,
    Merge,
    Delete,
    Return,
    Duplicate,
    Negate,
    Add,
}

pub const EDITS: [Edit; 16] = [
    Edit::MoveToPart,
    Edit::MoveToFile,
    Edit::Renumber,
    Edit::Reorder,
    Edit::TranslateHeadings,
    Edit::Labels,
    Edit::Style,
    Edit::Typo,
    Edit::Answer,
    Edit::Split,
    Edit::Merge,
    Edit::Delete,
    Edit::Return,
    Edit::Duplicate,
    Edit::Negate,
    Edit::Add,
];

const THINGS: [&str; 32] = [
    "ledger",
    "scheduler",
    "allocator",
    "parser",
    "balancer",
    "broker",
    "gateway",
    "resolver",
    "compiler",
    "journal",
    "registry",
    "sandbox",
    "terminal",
    "debugger",
    "profiler",
    "installer",
    "watchdog",
    "collector",
    "dispatcher",
    "indexer",
    "planner",
    "replica",
    "snapshot",
    "pipeline",
    "semaphore",
    "bootloader",
    "firewall",
    "hypervisor",
    "tokenizer",
    "supervisor",
    "repeater",
    "spooler",
];
const KINDS: [&str; 24] = [
    "copper",
    "northern",
    "lazy",
    "two-phase",
    "weighted",
    "silent",
    "circular",
    "portable",
    "nested",
    "frozen",
    "shared",
    "elastic",
    "rotating",
    "hollow",
    "modular",
    "buffered",
    "layered",
    "signed",
    "sparse",
    "virtual",
    "optional",
    "pinned",
    "remote",
    "local",
];
const VERBS: [&str; 12] = [
    "rejects",
    "collects",
    "mirrors",
    "delays",
    "records",
    "splits",
    "compresses",
    "validates",
    "announces",
    "retries",
    "orders",
    "forgets",
];
const OBJECTS: [&str; 16] = [
    "requests",
    "messages",
    "pages",
    "timers",
    "certificates",
    "branches",
    "counters",
    "packets",
    "migrations",
    "sessions",
    "transactions",
    "schemas",
    "invoices",
    "thumbnails",
    "backups",
    "permissions",
];
const HEADINGS: [[&str; 2]; 6] = [
    ["Foundations", "Grundlagen"],
    ["Storage", "Speicher"],
    ["Networks", "Netze"],
    ["Delivery", "Auslieferung"],
    ["Security", "Sicherheit"],
    ["People", "Menschen"],
];

impl Document {
    pub fn new(questions: usize, dice: &mut Dice) -> Document {
        let part = |[title, _]: &[&str; 2]| Part { title: title.to_string(), questions: vec![] };
        let files = HEADINGS.chunks(3).map(|parts| parts.iter().map(part).collect()).collect();
        let mut document = Document {
            files,
            numbered: false,
            labelled: false,
            bullets: false,
            next: 0,
            released: 0,
            deleted: vec![],
        };
        for number in 0..questions {
            let question = document.ask(dice);
            let part = number * HEADINGS.len() / questions;
            document.files[part / 3][part % 3].questions.push(question);
        }
        document
    }

    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.files.iter().flatten().flat_map(|part| &part.questions)
    }

    /// A question that was never asked.
    fn ask(&mut self, dice: &mut Dice) -> Question {
        let who = self.next;
        self.next += 1;
        loop {
            let (kind, thing, verb, object) =
                (dice.pick(&KINDS), dice.pick(&THINGS), dice.pick(&VERBS), dice.pick(&OBJECTS));
            let title = match dice.roll(4) {
                0 => format!("What is a {kind} {thing}?"),
                1 => format!("Why does the {kind} {thing} handle {object} first?"),
                2 => format!("When would you choose a {kind} {thing} for {object}?"),
                _ => format!("How is it that a {thing} which {verb} {object} stays {kind}?"),
            };
            let known = self.questions().chain(&self.deleted).any(|question| question.title == title);
            if !known {
                return Question { who, title, answer: answer(dice, 4) };
            }
        }
    }

    /// To be called with each release.
    pub fn release(&mut self) {
        self.released = self.next;
    }

    /// Asked again in the same words, it would be that question, and not another one.
    fn was_deleted(&self, title: &str) -> bool {
        self.deleted.iter().any(|question| question.title == title)
    }

    fn spot(&self, file: usize, dice: &mut Dice) -> (usize, usize, usize) {
        let parts = self.files[file].iter().enumerate();
        let all: Vec<_> = parts
            .flat_map(|(part, found)| (0..found.questions.len()).map(move |at| (file, part, at)))
            .collect();
        all[dice.roll(all.len())]
    }

    fn take(&mut self, (file, part, at): (usize, usize, usize)) -> Question {
        self.files[file][part].questions.remove(at)
    }

    fn put(&mut self, file: usize, part: usize, question: Question, dice: &mut Dice) {
        let questions = &mut self.files[file][part].questions;
        let at = dice.roll(questions.len() + 1);
        questions.insert(at, question);
    }

    /// Lets later questions be told from those of another branch.
    pub fn skip(&mut self, count: usize) {
        self.next += count;
    }

    pub fn edit(&mut self, edit: Edit, dice: &mut Dice) {
        let file = dice.roll(self.files.len());
        let questions = |file: &[Part]| file.iter().map(|part| part.questions.len()).sum::<usize>();
        let file = if questions(&self.files[file]) == 0 { 1 - file } else { file };
        self.edit_in(file, edit, dice);
    }

    /// An edit that begins in one of the files.
    pub fn edit_in(&mut self, file: usize, edit: Edit, dice: &mut Dice) {
        let spot = self.spot(file, dice);
        let (file, part, at) = spot;
        // Deleting a question when another one of the same words was just added would be a new answer to it.
        let added = self.questions().filter(|question| question.who >= self.released);
        let twins: Vec<String> = added.map(|question| question.title.clone()).collect();
        match edit {
            Edit::MoveToPart => {
                let question = self.take(spot);
                self.put(file, (part + 1 + dice.roll(2)) % 3, question, dice);
            }
            Edit::MoveToFile => {
                let question = self.take(spot);
                self.put(1 - file, dice.roll(3), question, dice);
            }
            Edit::Renumber => self.numbered = !self.numbered,
            Edit::Reorder => {
                let questions = &mut self.files[file][part].questions;
                let middle = dice.roll(questions.len());
                questions.rotate_left(middle);
            }
            Edit::TranslateHeadings => {
                for part in self.files.iter_mut().flatten() {
                    let pair =
                        HEADINGS.iter().find(|pair| pair.contains(&part.title.as_str())).expect("a title");
                    part.title = if part.title == pair[0] { pair[1] } else { pair[0] }.to_string();
                }
            }
            Edit::Labels => self.labelled = !self.labelled,
            Edit::Style => self.bullets = !self.bullets,
            Edit::Typo => {
                let title = &mut self.files[file][part].questions[at].title;
                let longest =
                    title.split([' ', '?']).max_by_key(|word| word.len()).expect("a word").to_string();
                let mut letters: Vec<char> = longest.chars().collect();
                let middle = letters.len() / 2;
                letters.swap(middle, middle + 1);
                *title = title.replacen(&longest, &letters.into_iter().collect::<String>(), 1);
            }
            Edit::Answer => self.files[file][part].questions[at].answer = answer(dice, 5),
            Edit::Split => {
                if self.files[file][part].questions[at].answer.len() < 3 {
                    return;
                }
                let mut other = self.ask(dice);
                let question = &mut self.files[file][part].questions[at];
                // The other half is the shorter one.
                other.answer = question.answer.split_off(question.answer.len() - question.answer.len() / 3);
                self.files[file][part].questions.insert(at + 1, other);
            }
            Edit::Merge => {
                let questions = &mut self.files[file][part].questions;
                let other = (at + 1) % questions.len();
                if questions.len() > 1 && !twins.contains(&questions[other].title) {
                    let other = questions.remove(other);
                    let kept = at.min(questions.len() - 1);
                    questions[kept].answer.extend(other.answer.clone());
                    self.deleted.push(other);
                }
            }
            Edit::Delete => {
                if self.questions().count() > 20
                    && !twins.contains(&self.files[file][part].questions[at].title)
                {
                    let question = self.take(spot);
                    self.deleted.push(question);
                }
            }
            Edit::Return => {
                if !self.deleted.is_empty() {
                    let question = self.deleted.remove(dice.roll(self.deleted.len()));
                    self.put(file, part, question, dice);
                }
            }
            Edit::Duplicate => {
                let mut twin = self.ask(dice);
                twin.title = self.files[file][part].questions[at].title.clone();
                if !self.was_deleted(&twin.title) {
                    self.put(1 - file, dice.roll(3), twin, dice);
                }
            }
            Edit::Negate => {
                let mut contrary = self.ask(dice);
                contrary.title = negated(&self.files[file][part].questions[at].title);
                if !self.was_deleted(&contrary.title) {
                    self.files[file][part].questions.insert(at + 1, contrary);
                }
            }
            Edit::Add => {
                let question = self.ask(dice);
                self.put(file, part, question, dice);
            }
        }
    }

    /// Markdown by file name, and who stands where: the questions in the order of the text.
    pub fn write(&self) -> Vec<(String, String)> {
        let names = ["first.md", "second.md"];
        let mut number = 0;
        let files = self.files.iter().zip(names).map(|(parts, name)| {
            let mut text = format!("# Questions of the {}\n\n", name.trim_end_matches(".md"));
            for part in parts.iter().filter(|part| !part.questions.is_empty()) {
                text.push_str(&format!("## {}\n\n", part.title));
                for question in &part.questions {
                    number += 1;
                    let mark = if self.numbered { format!("{number}. ") } else { String::new() };
                    text.push_str(&format!("### {mark}{}\n\n", question.title));
                    text.push_str(if self.labelled { "**Answer:** " } else { "" });
                    let (first, rest) = question.answer.split_first().expect("an answer");
                    text.push_str(&format!("{first}\n\n"));
                    let bullet = if self.bullets { "*" } else { "-" };
                    text.extend(rest.iter().map(|line| format!("{bullet} {line}\n")));
                    text.push('\n');
                }
            }
            (name.to_string(), text)
        });
        files.filter(|(_, text)| text.contains("### ")).collect()
    }
}

fn negated(title: &str) -> String {
    for (from, to) in
        [("What is", "What is not"), ("Why does", "Why doesn't"), ("would you", "would you not")]
    {
        if title.contains(from) && !title.contains(to) {
            return title.replacen(from, to, 1);
        }
    }
    title.replacen("stays", "never stays", 1)
}

fn answer(dice: &mut Dice, lines: usize) -> Vec<String> {
    let sentence = |_| {
        let (kind, thing, verb, object) =
            (dice.pick(&KINDS), dice.pick(&THINGS), dice.pick(&VERBS), dice.pick(&OBJECTS));
        let (other, more) = (dice.pick(&THINGS), dice.pick(&OBJECTS));
        match dice.roll(3) {
            0 => format!("A {kind} {thing} {verb} {object} before the {other} sees any {more}."),
            1 => format!(
                "Whenever {object} pile up, the {thing} {verb} them and leaves {more} to a {kind} {other}."
            ),
            _ => format!(
                "It {verb} {object} in the {kind} {thing}, so that {more} never reach the {other} twice."
            ),
        }
    };
    (0..lines).map(sentence).collect()
}
