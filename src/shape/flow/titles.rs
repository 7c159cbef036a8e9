//! Titles of sections that stand in plain text, where a document has no headings for them: `一、基础`, `II. Storage`,
//! `=== Storage ===`.

use super::super::normal::is_unspaced;
use super::{Flow, Noise, Unit, UnitKind};

/// The level of such titles: below the document's own.
const LEVEL: u8 = 2;

/// How a title shows that it is one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// By its place in a count: `一、` or `I.`.
    Han(usize),
    Roman(usize),
    /// By the sign around or before it.
    Framed(char),
}

impl Flow<'_, '_> {
    /// Makes headings of lines that stand alone and are counted on or framed alike.
    pub(super) fn settle_titles(&mut self) {
        if self.units.iter().filter(|unit| unit.level().is_some()).count() > 1 {
            return;
        }
        let forms: Vec<(usize, Form)> = (0..self.units.len())
            .filter(|&at| self.may_be_title(at))
            .filter_map(|at| Some((at, form(&self.units[at].line.text)?)))
            .collect();
        let han = counted(&forms, |form| if let Form::Han(place) = form { Some(place) } else { None });
        let roman = counted(&forms, |form| if let Form::Roman(place) = form { Some(place) } else { None });
        let framed = forms.iter().filter(|(_, form)| {
            matches!(form, Form::Framed(_))
                && forms.iter().filter(|(_, other)| other == form).nth(1).is_some()
        });
        let titles: Vec<usize> = framed.map(|&(at, _)| at).chain(han).chain(roman).collect();
        for at in titles {
            self.units[at].kind = UnitKind::Heading(LEVEL);
            self.units[at].line.heading = true;
        }
    }

    /// Whether a unit is a short paragraph of one line that says nothing more.
    fn may_be_title(&self, at: usize) -> bool {
        /// Characters of the longest one.
        const LONGEST: usize = 60;
        let unit = &self.units[at];
        let text = unit.line.text.trim();
        let other = |at: Option<usize>| {
            at.and_then(|at| self.units.get(at)).is_none_or(|other| other.block != unit.block)
        };
        let is_plain = |unit: &Unit| unit.label.is_none() && !unit.asks && !unit.nested && !unit.begins_item;
        unit.kind == UnitKind::Line
            && unit.noise == Noise::None
            && is_plain(unit)
            && other(at.checked_sub(1))
            && other(Some(at + 1))
            && !self.document.slice(unit.span).trim().contains('\n')
            && text.chars().count() <= LONGEST
            && !text.ends_with(['.', '。', '!', '！', ':', '：', ',', '，', ';', '；', '、'])
    }
}

/// The units whose places count on from the first, where there are several.
fn counted(forms: &[(usize, Form)], place: impl Fn(Form) -> Option<usize>) -> Vec<usize> {
    const FEWEST: usize = 2;
    let mut units = vec![];
    for &(at, form) in forms {
        if place(form) == Some(units.len() + 1) {
            units.push(at);
        }
    }
    if units.len() < FEWEST { vec![] } else { units }
}

fn form(text: &str) -> Option<Form> {
    const HAN: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    const FRAMES: &str = "=-~*─━＝";
    const SIGNS: &str = "■◆●□◇◎★▼";
    let text = text.trim();
    let place =
        |numerals: &[&str], head: &str| numerals.iter().position(|numeral| *numeral == head).map(|at| at + 1);
    if let Some((head, rest)) = text.split_once(['、', '.', '．'])
        && rest.contains(char::is_alphanumeric)
    {
        let counted = if is_unspaced(head) {
            place(&HAN, head).map(Form::Han)
        } else {
            place(&ROMAN, head).map(Form::Roman)
        };
        if counted.is_some() {
            return counted;
        }
    }
    let first = text.chars().next()?;
    let length = |line: &str| line.len() - line.trim_start_matches(first).len();
    let closes = text.ends_with(first) && length(text) >= 2 * first.len_utf8();
    let framed = (FRAMES.contains(first) && closes) || SIGNS.contains(first);
    framed.then_some(Form::Framed(first)).filter(|_| text.contains(char::is_alphanumeric))
}
