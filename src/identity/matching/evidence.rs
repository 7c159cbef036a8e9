//! Three witnesses, and what they say together.

use super::wording::Wording;

/// From this weight on, two cards are one.
pub const SURE: f64 = 3.0;

/// From this weight on, they may be.
const UNSURE: f64 = 1.5;

/// What speaks for or against two cards being one.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    pub wording: Wording,
    /// How much of their answers they share, 0 to 1; nothing where one could be anyone's.
    pub answer: Option<f64>,
    /// How much their neighbours agree, 0 to 1; nothing for a card that was gone.
    pub place: Option<f64>,
    pub section: bool,
}

impl Evidence {
    /// The witnesses' weights summed, as one sums logarithms of odds. 0: as likely as not.
    pub fn weight(&self) -> f64 {
        let wording =
            curve(&[(0.0, -2.0), (0.25, -1.0), (0.5, 0.5), (0.8, 2.0), (1.0, 3.0)], self.wording.shared);
        let answer = self.answer.map_or(0.0, |shared| {
            curve(&[(0.0, -1.5), (0.1, -0.8), (0.25, 1.0), (0.5, 3.0), (0.8, 5.0), (1.0, 6.0)], shared)
        });
        let place =
            self.place.map_or(0.0, |agreement| curve(&[(0.0, -1.0), (0.5, 1.0), (1.0, 2.5)], agreement));
        let section = if self.section { 0.3 } else { 0.0 };
        let opposed = if self.wording.opposed { -4.0 } else { 0.0 };
        wording + answer + place + section + opposed
    }

    /// Whether two witnesses speak for it and nothing says the contrary.
    pub fn is_sure(&self) -> bool {
        /// Where the answer cannot speak, the wording must do so more clearly.
        const CLEAR: f64 = 0.6;
        let place = self.place.is_some_and(|agreement| agreement >= 0.5);
        let wording = self.wording_speaks() && (self.answer.is_some() || self.wording.shared >= CLEAR);
        let witnesses = [wording, self.answer_speaks(), place];
        let witnesses = witnesses.into_iter().filter(|speaks| *speaks).count();
        !self.wording.opposed && witnesses >= 2 && self.weight() >= SURE
    }

    /// Whether the author should be asked: more than the place speaks for it.
    pub fn is_unsure(&self) -> bool {
        (self.wording_speaks() || self.answer_speaks()) && self.weight() >= UNSURE
    }

    fn wording_speaks(&self) -> bool {
        self.wording.shared >= 0.5
    }

    fn answer_speaks(&self) -> bool {
        self.answer.is_some_and(|shared| shared >= 0.25)
    }
}

/// The value at `x` of the line through `points`, which ascend.
fn curve(points: &[(f64, f64)], x: f64) -> f64 {
    let next = points.partition_point(|(at, _)| *at <= x).clamp(1, points.len() - 1);
    let ((x0, y0), (x1, y1)) = (points[next - 1], points[next]);
    y0 + (x - x0) / (x1 - x0) * (y1 - y0)
}
