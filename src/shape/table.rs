//! Tables of questions and answers: a row is a card.

use super::flow::{Flow, Noise, UnitKind};
use super::label::{LabelRole, role_of};
use super::normal::normal;
use super::words::{Entries, Words};
use super::{Proposal, Reading, Shape};
use crate::document::{BlockId, BlockKind, Role};

pub struct Table;

impl Shape for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let mut proposals = vec![];
        for (at, unit) in flow.units.iter().enumerate() {
            let is_table =
                unit.kind == UnitKind::Block && flow.document.block(unit.block).kind == BlockKind::Table;
            if is_table && unit.noise == Noise::None {
                rows(flow, at, unit.block, &mut proposals);
            }
        }
        proposals
    }
}

fn rows(flow: &Flow<'_, '_>, at: usize, table: BlockId, proposals: &mut Vec<Proposal>) {
    let document = flow.document;
    let rows = document.children(table);
    let Some((&head, rows)) = rows.split_first() else { return };
    let heads: Vec<String> = document.children(head).iter().map(|&cell| flow.cell_text(cell)).collect();
    let column = |wanted: fn(LabelRole) -> bool| {
        heads.iter().position(|head| role_of(head, flow.hints).is_some_and(|(role, _)| wanted(role)))
    };
    let question = column(|role| role == LabelRole::Question)
        .or_else(|| heads.iter().position(|head| Words::get().question.within(&normal(head))));
    let answer = column(|role| matches!(role, LabelRole::Answer | LabelRole::AnswerPart));
    let named = question.is_some() && answer.is_some();
    let words = Words::get();
    let head = |entries: &Entries| heads.iter().position(|head| entries.has(&normal(head)));
    let vocabulary = head(&words.table_term).zip(head(&words.table_meaning));
    let pairs = match (question, answer) {
        (Some(question), Some(answer)) if question != answer => Some((question, answer)),
        _ if vocabulary.is_some() => vocabulary,
        // Two columns whose first one asks.
        _ if heads.len() == 2 => Some((0, 1)),
        // Minutes or points answer nothing.
        (Some(question), None) if question + 1 < heads.len() && !is_of_figures(flow, rows, question + 1) => {
            Some((question, question + 1))
        }
        _ => None,
    };
    let Some((question, answer)) = pairs.filter(|&(question, _)| named || !is_legend(flow, rows, question))
    else {
        return;
    };
    for &row in rows {
        let cells = document.children(row);
        let (Some(&front), Some(&back)) = (cells.get(question), cells.get(answer)) else { continue };
        let text = flow.cell_text(front);
        // A number refers to a question elsewhere.
        if !text.chars().any(|c| c.is_alphanumeric() && !c.is_numeric()) {
            continue;
        }
        let pieces = |cell: BlockId| {
            document.children(cell).iter().map(|&child| document.piece(child)).collect::<Vec<_>>()
        };
        let asks = match (named, super::asks::has_question_mark(&text), vocabulary.is_some()) {
            (true, ..) => 1.0,
            (_, true, _) => 0.8,
            (.., true) => 0.5,
            _ => 0.0,
        };
        proposals.push(Proposal {
            unit: at,
            level: super::list_item::LEVEL,
            asks,
            numbered: false,
            term: !named,
            kind: Reading::Whole {
                front: pieces(front).into_iter().map(|piece| piece.with_role(Role::Title)).collect(),
                back: pieces(back),
                span: document.block(row).span,
                gaps: None,
            },
        });
    }
}

/// Whether a table tells what the columns of another one hold: "Question", "Answer".
fn is_legend(flow: &Flow<'_, '_>, rows: &[BlockId], column: usize) -> bool {
    const FEWEST: usize = 2;
    let cells = rows.iter().filter_map(|&row| flow.document.children(row).get(column));
    let is_name = |cell: &&BlockId| {
        let text = flow.cell_text(**cell);
        let role = role_of(&text, flow.hints).filter(|_| text.chars().nth(1).is_some());
        matches!(role, Some((LabelRole::Question | LabelRole::Answer, _)))
    };
    cells.filter(is_name).count() >= FEWEST
}

/// Whether most cells of a column hold no letters.
fn is_of_figures(flow: &Flow<'_, '_>, rows: &[BlockId], column: usize) -> bool {
    let says = |row: &&BlockId| {
        let cell = flow.document.children(**row).get(column);
        cell.is_some_and(|&cell| flow.cell_text(cell).contains(char::is_alphabetic))
    };
    rows.iter().filter(says).count() * 2 < rows.len()
}
