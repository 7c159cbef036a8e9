//! Questions that stand twice.

use std::collections::HashMap;

use super::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::identity::words;

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut found = vec![];
    for (at, asked) in project.asked.iter().enumerate() {
        let key = words::key(&asked.front);
        // A picture alone says nothing that could be compared.
        if key.is_empty() {
            continue;
        }
        let earlier = &project.asked[*first.entry(key).or_insert(at)];
        if std::ptr::eq(earlier, asked) {
            continue;
        }
        let place = earlier.place(asked);
        let same = words::key(&earlier.back) == words::key(&asked.back);
        let (message, help) = if same {
            (format!("the same question with the same answer stands in {place}"), "remove one of the two")
        } else {
            (
                format!("the same question with another answer stands in {place}"),
                "say in the question what it is about, or make one of the two: a learner cannot tell them apart",
            )
        };
        found.push(asked.finding(Code::QuestionDuplicate, message).help(help));
    }
    found
}
