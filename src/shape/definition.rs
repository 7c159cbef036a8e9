//! Definition lists: a term, and below it `: ` with what it means; `<dt>` and `<dd>` in HTML.

use super::asks::{asks, has_question_mark};
use super::flow::{Flow, Noise, UnitKind};
use super::label::LabelRole;
use super::{Proposal, Reading, Shape};
use crate::document::{BlockId, BlockKind, Role};
use crate::source::Span;

pub struct Definition;

pub const NAME: &str = "definition";

impl Shape for Definition {
    fn name(&self) -> &'static str {
        NAME
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let document = flow.document;
        let mut proposals = vec![];
        for (at, unit) in flow.units.iter().enumerate() {
            if unit.kind != UnitKind::Block
                || document.block(unit.block).kind != BlockKind::DefinitionList
                || unit.noise != Noise::None
            {
                continue;
            }
            let children = document.children(unit.block);
            let is_title = |at: usize| {
                children
                    .get(at)
                    .is_some_and(|&child| document.block(child).kind == BlockKind::DefinitionTitle)
            };
            for (index, &title) in children.iter().enumerate().filter(|(index, _)| is_title(*index)) {
                let definitions: Vec<_> = children[index + 1..]
                    .iter()
                    .copied()
                    .take_while(|&child| document.block(child).kind == BlockKind::Definition)
                    .collect();
                let Some(&last) = definitions.last() else { continue };
                // `:::note` and `:warning:` look like definitions to the parser.
                let is_html = !document.children(title).is_empty();
                let spaced = |&definition: &BlockId| {
                    let text = document.slice(document.block(definition).span).trim_start();
                    is_html || text.strip_prefix(':').unwrap_or(text).starts_with(char::is_whitespace)
                };
                if !definitions.iter().all(spaced) {
                    continue;
                }
                let back = definitions
                    .iter()
                    .flat_map(|&definition| document.children(definition))
                    .map(|&child| document.piece(child))
                    .collect();
                let span =
                    Span { start: document.block(title).span.start, end: document.block(last).span.end };
                let name = document.children(title).first().copied().unwrap_or(title);
                let line = flow.whole_line(name);
                let label = line.label(flow.hints).filter(|label| label.role == LabelRole::Question);
                let mut front = document.piece(name).with_role(Role::Title);
                if let Some(label) = &label {
                    front.span.start = line.offset(label.length);
                }
                // Pages of settings have such lists in HTML.
                let asks = match (is_html, label.is_some() || has_question_mark(&line.text)) {
                    (false, _) => 1.0,
                    (_, true) => 0.8,
                    _ if asks(&line.text) => 0.5,
                    _ => 0.0,
                };
                proposals.push(Proposal {
                    unit: at,
                    level: super::list_item::LEVEL,
                    asks,
                    numbered: false,
                    term: true,
                    kind: Reading::Whole { front: vec![front], back, span, gaps: None },
                });
            }
        }
        proposals
    }
}
