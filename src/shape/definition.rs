//! Definition lists: a term, and below it `: ` with what it means.

use super::flow::{Flow, Noise, UnitKind};
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
                let spaced = |&definition: &BlockId| {
                    let text = document.slice(document.block(definition).span).trim_start();
                    text.strip_prefix(':').unwrap_or(text).starts_with(char::is_whitespace)
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
                proposals.push(Proposal {
                    unit: at,
                    level: super::list_item::LEVEL,
                    asks: 1.0,
                    numbered: false,
                    term: true,
                    kind: Reading::Whole {
                        front: vec![document.piece(title).with_role(Role::Title)],
                        back,
                        span,
                        gaps: None,
                    },
                });
            }
        }
        proposals
    }
}
