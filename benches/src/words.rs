//! Sentences of no meaning, in English enough for words to be words.

const NOUNS: [&str; 60] = [
    "anchor",
    "barrel",
    "beacon",
    "bridge",
    "buffer",
    "cable",
    "canal",
    "castle",
    "cellar",
    "channel",
    "circuit",
    "cluster",
    "compass",
    "counter",
    "cradle",
    "engine",
    "feather",
    "ferry",
    "filter",
    "flagstone",
    "furnace",
    "garden",
    "gasket",
    "glacier",
    "hammer",
    "harbour",
    "hinge",
    "island",
    "kettle",
    "ladder",
    "lantern",
    "lattice",
    "ledger",
    "lever",
    "magnet",
    "market",
    "mirror",
    "needle",
    "orchard",
    "packet",
    "pendulum",
    "piston",
    "planet",
    "pulley",
    "queue",
    "quarry",
    "record",
    "river",
    "saddle",
    "sensor",
    "shutter",
    "signal",
    "spindle",
    "station",
    "tunnel",
    "turbine",
    "valley",
    "vessel",
    "window",
    "winter",
];

const VERBS: [&str; 40] = [
    "answer", "balance", "borrow", "carry", "catch", "change", "close", "collect", "count", "cover",
    "divide", "drop", "empty", "follow", "gather", "guard", "hold", "join", "keep", "lift", "load", "lock",
    "measure", "move", "open", "order", "pass", "press", "release", "repeat", "reverse", "send", "share",
    "split", "start", "store", "turn", "wait", "watch", "weigh",
];

const ADJECTIVES: [&str; 40] = [
    "ancient", "blind", "bright", "broken", "brittle", "calm", "cold", "common", "crowded", "dark", "deep",
    "dense", "distant", "double", "early", "empty", "even", "faint", "fast", "flat", "frozen", "gentle",
    "heavy", "hollow", "idle", "late", "level", "loose", "narrow", "open", "patient", "plain", "quiet",
    "rare", "silent", "slow", "steady", "sudden", "uneven", "warm",
];

/// Words in an order that looks like none.
pub struct Words {
    state: u64,
}

impl Words {
    pub fn new(seed: u64) -> Words {
        Words { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) }
    }

    fn below(&mut self, count: usize) -> usize {
        // Knuth's MMIX generator; its low bits are poor.
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % count
    }

    pub fn noun(&mut self) -> &'static str {
        NOUNS[self.below(NOUNS.len())]
    }

    pub fn verb(&mut self) -> &'static str {
        VERBS[self.below(VERBS.len())]
    }

    pub fn adjective(&mut self) -> &'static str {
        ADJECTIVES[self.below(ADJECTIVES.len())]
    }

    /// Some eighty characters with a full stop.
    pub fn sentence(&mut self) -> String {
        let form = self.below(4);
        let [a, b, c] = [self.noun(), self.noun(), self.noun()];
        let [v, w] = [self.verb(), self.verb()];
        let [x, y] = [self.adjective(), self.adjective()];
        match form {
            0 => format!("The {x} {a} will {v} every {b} that the {y} {c} could not {w} in time."),
            1 => format!("Two threads {v} one {a}, so the {x} {b} has to {w} until the {c} is {y} again."),
            2 => format!("Once a {b} is {x}, the {a} must {v} it and {w} whatever the {y} {c} left behind."),
            _ => format!("No {a} can {v} a {x} {b} unless the {c} was {y} before it began to {w}."),
        }
    }
}
