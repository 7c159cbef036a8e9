//! Containers that only hold questions, and what opens them.

use std::sync::Arc;

use super::super::asks::{asks, has_question_mark};
use super::super::details::details_line;
use super::super::label::LabelRole;
use super::super::line::Line;
use super::super::number::Number;
use super::noise::is_contents;
use super::{Flow, UnitKind};
use crate::document::{BlockId, BlockKind};

impl Flow<'_, '_> {
    /// An ordered list of one item that is one paragraph.
    pub(super) fn is_single(&self, id: BlockId) -> bool {
        self.document.children(id).len() == 1 && self.is_paragraph(self.document.children(id)[0])
    }

    fn is_paragraph(&self, item: BlockId) -> bool {
        let [child] = self.document.children(item) else { return false };
        self.document.block(*child).kind == BlockKind::Paragraph
    }

    /// Lists whose numbers go on from a list of one line above, their items one paragraph each: a question without an
    /// answer, and the next one. Also those that go on from paragraphs whose numbers Markdown does not know: `10、`, and
    /// then `11.`.
    pub(super) fn going_on(&self, blocks: &[BlockId]) -> Arc<[BlockId]> {
        const FEWEST: usize = 3;
        let mut lists = vec![];
        let mut last: Option<u32> = None;
        let mut paragraphs = 0;
        for block in blocks.iter().copied() {
            let text = || self.document.slice(self.document.block(block).span);
            let goes_on = |number: u32| last.and_then(|last| last.checked_add(1)) == Some(number);
            match self.document.block(block).kind {
                BlockKind::List { ordered: true } => {
                    let Some(number) = Number::read(text()).map(|number| number.value) else { continue };
                    let items = self.document.children(block);
                    let are_lines = items.iter().all(|&item| self.is_paragraph(item));
                    let after_paragraphs = paragraphs >= FEWEST;
                    if goes_on(number)
                        && are_lines
                        && (after_paragraphs || (self.single_lists && items.len() > 1))
                    {
                        last = number.checked_add(items.len() as u32 - 1);
                        lists.push(block);
                    } else if self.single_lists && self.is_single(block) {
                        last = Some(number);
                    }
                }
                BlockKind::Paragraph if text().starts_with(|c: char| c.is_ascii_digit()) => {
                    let line = text().lines().next().unwrap_or_default();
                    if let Some(number) = Number::read(line).map(|number| number.value) {
                        paragraphs = if goes_on(number) { paragraphs + 1 } else { 1 };
                        last = Some(number);
                    }
                }
                _ => {}
            }
        }
        lists.sort_unstable();
        lists.into()
    }

    /// Whether several quotes of one line in bold ask, and at least half of all such quotes.
    pub(super) fn quotes_ask(&self, blocks: &[BlockId]) -> bool {
        const FEWEST: usize = 3;
        let quotes =
            blocks.iter().filter(|&&block| matches!(self.document.block(block).kind, BlockKind::Quote(_)));
        let lines: Vec<Line> = quotes.filter_map(|&quote| self.bold_quote(quote)).collect();
        let asking = lines.iter().filter(|line| asks(&line.text)).count();
        asking >= FEWEST && asking * 2 >= lines.len()
    }

    /// The line in bold that is all of a quote: "> **Why lifetimes?**".
    fn bold_quote(&self, quote: BlockId) -> Option<Line> {
        let &[child] = self.document.children(quote) else { return None };
        let is_line = self.document.block(child).kind == BlockKind::Paragraph && self.lines(child).len() == 1;
        is_line.then(|| self.first_line(child)).filter(|line| line.all_strong)
    }

    /// Whether lists, numbered on from each other, stand between other blocks, most of them of one line.
    pub(super) fn counts_on(&self, blocks: &[BlockId]) -> bool {
        const FEWEST: usize = 3;
        let is_ordered =
            |list: &&BlockId| self.document.block(**list).kind == BlockKind::List { ordered: true };
        // The first number of each, and the one behind its last.
        let counts: Vec<(u32, u32)> = blocks
            .iter()
            .filter(is_ordered)
            .filter(|&&list| self.document.children(list).iter().all(|&item| self.is_paragraph(item)))
            .filter_map(|&list| {
                let first = Number::read(self.document.slice(self.document.block(list).span))?.value;
                Some((first, first.checked_add(self.document.children(list).len() as u32)?))
            })
            .collect();
        let goes_on = |pair: &&[(u32, u32)]| pair[0].1 == pair[1].0 && pair[0].0 + 1 == pair[0].1;
        counts.windows(2).filter(goes_on).count() + 1 >= FEWEST
    }

    /// A list that only carries headings or labelled lines.
    pub(super) fn opens_list(&self, id: BlockId) -> bool {
        let items = self.document.children(id);
        let first = |item: &BlockId| self.document.children(*item).first().copied();
        let headed = items
            .iter()
            .filter_map(first)
            .any(|child| matches!(self.document.block(child).kind, BlockKind::Heading(_)));
        let labelled = |item: &&BlockId| {
            let paragraph = |child: &BlockId| self.document.block(*child).kind == BlockKind::Paragraph;
            let role = |line: &Line| line.label(self.hints).map(|label| (label.role, label.letter));
            let Some(child) = first(item).filter(paragraph) else { return false };
            match role(&self.first_line(child)) {
                // One letter may be an option; "A:" below "Q:" is none.
                Some((LabelRole::Question, true)) => {
                    let below =
                        self.lines(child).into_iter().skip(1).map(|part| self.part_line(child, &part));
                    let others = self.document.children(**item)[1..].iter().copied().filter(paragraph);
                    let mut below = below.chain(others.map(|child| self.first_line(child)));
                    below.any(|line| matches!(role(&line), Some((LabelRole::Answer, _))))
                }
                Some((LabelRole::Question | LabelRole::Answer | LabelRole::Scenario, false)) => true,
                _ => false,
            }
        };
        headed || (!items.is_empty() && 2 * items.iter().filter(labelled).count() > items.len())
    }

    /// Whether a list in an item that begins with a heading holds headings of deeper levels: an outline, whose parts are
    /// sections.
    pub(super) fn is_outline(&self, item: BlockId, list: BlockId) -> bool {
        let level = |item: BlockId| {
            let &first = self.document.children(item).first()?;
            match self.document.block(first).kind {
                BlockKind::Heading(level) => Some(level),
                _ => None,
            }
        };
        let is_list = matches!(self.document.block(list).kind, BlockKind::List { .. });
        let outer = level(item).filter(|_| is_list);
        outer.is_some_and(|outer| {
            self.document.children(list).iter().filter_map(|&inner| level(inner)).any(|inner| inner > outer)
        })
    }

    pub(super) fn opens_quote(&self, id: BlockId) -> bool {
        let Some(&child) = self.document.children(id).first() else { return false };
        if self.document.block(child).kind != BlockKind::Paragraph {
            return false;
        }
        let line = self.first_line(child);
        let labelled = line.label(self.hints).is_some_and(|label| {
            matches!(label.role, LabelRole::Question | LabelRole::Answer | LabelRole::Key)
        });
        labelled || self.bold_quote(id).is_some_and(|line| self.bold_quotes || asks(&line.text))
    }

    /// `<details>` that fold a section: headings or further `<details>` in it, and no question in its summary.
    pub(super) fn folds_section(&self, id: BlockId) -> bool {
        let children = self.document.children(id);
        let Some(&summary) =
            children.first().filter(|&&child| self.document.block(child).kind == BlockKind::Summary)
        else {
            return false;
        };
        let line = self.summary_line(summary);
        let inner = |kind: fn(&BlockKind) -> bool| {
            children.iter().filter(|&&child| kind(&self.document.block(child).kind)).count()
        };
        let folds = inner(|kind| matches!(kind, BlockKind::Heading(_))) >= 2
            || inner(|kind| *kind == BlockKind::Details) >= 2;
        folds && line.label(self.hints).is_none() && !asks(&line.text)
    }

    /// `<details>`, and behind them the questions that follow up.
    pub(super) fn details(&mut self, id: BlockId, depth: usize) {
        let follow_ups = self.follow_ups(id);
        self.push_whole(UnitKind::Block, id);
        let last = self.units.len() - 1;
        if let Some(&first) = follow_ups.first() {
            let first = self.document.block(first);
            self.units[last].span.end = first.span.start;
            self.units[last].events.end = first.events.start;
        }
        for follow_up in follow_ups {
            let at = self.units.len();
            self.add(follow_up, depth - 1);
            if let Some(unit) = self.units.get_mut(at) {
                unit.follows_up = true;
            }
        }
    }

    /// The last blocks in `<details>` that are questions of their own: `<details>` again, whose summaries ask.
    fn follow_ups(&self, details: BlockId) -> Vec<BlockId> {
        let children = self.document.children(details);
        let kind = |child: BlockId| &self.document.block(child).kind;
        let asks = |child: BlockId| has_question_mark(&details_line(self, child).text);
        let mut start = children.len();
        for (at, &child) in children.iter().enumerate().rev() {
            match kind(child) {
                BlockKind::Details if asks(child) => start = at,
                BlockKind::Html => {}
                _ => break,
            }
        }
        // What only folds others has no answer of its own.
        let own = children[..start]
            .iter()
            .any(|&child| !matches!(kind(child), BlockKind::Summary | BlockKind::Html));
        if own {
            children[start..].iter().copied().filter(|&child| *kind(child) == BlockKind::Details).collect()
        } else {
            vec![]
        }
    }

    /// `<details>` that fold a table of contents.
    pub(super) fn folds_contents(&self, id: BlockId) -> bool {
        let inside = self
            .document
            .children(id)
            .iter()
            .filter(|&&child| self.document.block(child).kind != BlockKind::Summary);
        let mut inside = inside
            .filter(|&&child| {
                !matches!(self.document.block(child).kind, BlockKind::Html | BlockKind::Heading(_))
            })
            .peekable();
        inside.peek().is_some() && inside.all(|&child| is_contents(self.document, child))
    }

    pub(super) fn summary_heading(&mut self, details: BlockId, summary: BlockId) {
        let levels = self.document.children(details).iter().filter_map(|&child| {
            match self.document.block(child).kind {
                BlockKind::Heading(level) => Some(level),
                _ => None,
            }
        });
        let level = levels.min().map_or(6, |level| level.saturating_sub(1).max(1));
        if let Some(&child) = self.document.children(summary).first() {
            self.push_whole(UnitKind::Heading(level), child);
        }
    }
}
