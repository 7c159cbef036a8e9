use std::fmt;

/// What is wrong. The text of `part` names a field, a template or another text of the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    ProjectName,
    Time(i64),
    Guid,
    GuidTaken,
    Id(i64),
    IdTaken(i64),
    Name(String),
    NameTaken(String),
    NoField,
    NoTemplate,
    TemplateField { template: String, name: String },
    TemplateSection { template: String, name: String },
    TemplateBlank { template: String },
    FrontSide { template: String },
    ClozeTemplate,
    NoSuchNoteType(usize),
    FieldCount { expected: usize, found: usize },
    FirstFieldEmpty,
    CardTaken(u32),
    CardMissing(u32),
    CardBlank(u32),
    NoCard,
    ClozeNumber(u32),
    NoSuchDeck(usize),
    Due(i64),
    SiblingDue,
    DefaultDeck,
    DeckDepth(usize),
    DeckName,
    DeckNumber,
    DeckParent(String),
    TagRoot(String),
    TagCharacter { tag: String, character: char },
    TagLevel(String),
    TagReserved(String),
    TagTaken(String),
    TagCase { tag: String, other: String },
    MediaName,
    MediaLength(usize),
    MediaTaken,
    MediaUnused,
    MediaMissing(String),
    Control { part: String, character: char },
    Composed { part: String },
    Hazard { part: String, text: &'static str },
    PreNewline { part: String },
    Script { part: String },
}

impl Fault {
    /// The number of the broken rule of the contract.
    pub fn rule(&self) -> u8 {
        use Fault::*;
        match self {
            Guid | GuidTaken => 1,
            Id(_) | IdTaken(_) => 2,
            Time(_) => 3,
            Name(_) | NameTaken(_) | NoField | NoTemplate => 5,
            TemplateField { .. } | TemplateSection { .. } | TemplateBlank { .. } => 6,
            FrontSide { .. } | ClozeTemplate => 6,
            NoSuchNoteType(_) | FieldCount { .. } | FirstFieldEmpty | ClozeNumber(_) => 7,
            CardTaken(_) | CardMissing(_) | CardBlank(_) | NoCard => 7,
            Due(_) | SiblingDue => 8,
            NoSuchDeck(_) | DefaultDeck | DeckDepth(_) | DeckName | DeckNumber | DeckParent(_) => 9,
            TagRoot(_) | TagCharacter { .. } | TagLevel(_) | TagReserved(_) => 10,
            TagTaken(_) | TagCase { .. } => 10,
            MediaName | MediaLength(_) | MediaTaken | MediaUnused | MediaMissing(_) => 11,
            Control { .. } | Composed { .. } | Hazard { .. } | PreNewline { .. } | Script { .. } => 12,
            ProjectName => 14,
        }
    }
}

impl Fault {
    /// Whether Anki itself fails at it, leaves something out or shows something else. The rest keeps later releases and
    /// other programs safe, or is what an author may have meant.
    pub fn harms(&self) -> bool {
        use Fault::*;
        match self {
            ProjectName | Time(_) | Guid | Id(_) | Name(_) | NameTaken(_) => false,
            Due(_) | SiblingDue | DefaultDeck | DeckNumber | DeckName | DeckParent(_) => false,
            TagRoot(_) | TagTaken(_) | TagCase { .. } | MediaName | MediaLength(_) => false,
            Control { .. } | Composed { .. } | Hazard { .. } | PreNewline { .. } | Script { .. } => false,
            GuidTaken | IdTaken(_) | NoField | NoTemplate | NoSuchNoteType(_) | NoSuchDeck(_) => true,
            TemplateField { .. } | TemplateSection { .. } | TemplateBlank { .. } | FrontSide { .. } => true,
            ClozeTemplate | ClozeNumber(_) | FieldCount { .. } | FirstFieldEmpty => true,
            CardTaken(_) | CardMissing(_) | CardBlank(_) | NoCard | DeckDepth(_) => true,
            TagCharacter { .. } | TagLevel(_) | TagReserved(_) => true,
            MediaTaken | MediaUnused | MediaMissing(_) => true,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Fault::*;
        match self {
            ProjectName => write!(f, "the project name is not made of letters, digits and dashes"),
            Time(time) => write!(f, "the time {time} is not after 1970"),
            Guid => write!(f, "the guid is not made of ASCII letters and digits"),
            GuidTaken => write!(f, "another note has the same guid"),
            Id(id) => write!(f, "the id {id} is not positive"),
            IdTaken(id) => write!(f, "the id {id} is taken"),
            Name(name) => write!(f, "the name `{name}` is empty or has characters that Anki changes"),
            NameTaken(name) => write!(f, "the name `{name}` is taken"),
            NoField => write!(f, "there is no field"),
            NoTemplate => write!(f, "there is no template"),
            TemplateField { template, name } => {
                write!(f, "template `{template}` names the field `{name}`, which does not exist")
            }
            TemplateSection { template, name } => {
                write!(f, "template `{template}` opens or closes `{name}` without its partner")
            }
            TemplateBlank { template } => write!(f, "the front of template `{template}` shows no field"),
            FrontSide { template } => write!(f, "the front of template `{template}` asks for FrontSide"),
            ClozeTemplate => {
                write!(f, "a cloze type needs exactly one template, with a cloze filter on both sides")
            }
            NoSuchNoteType(index) => write!(f, "there is no note type at index {index}"),
            FieldCount { expected, found } => {
                write!(f, "the note type has {expected} fields, the note {found}")
            }
            FirstFieldEmpty => write!(f, "the first field is empty"),
            CardTaken(ord) => write!(f, "card {ord} is there twice"),
            CardMissing(ord) => write!(f, "card {ord} is missing, and Anki will not generate it"),
            CardBlank(ord) => write!(f, "card {ord} has nothing to show"),
            NoCard => write!(f, "the note has no card"),
            ClozeNumber(number) => write!(f, "the cloze number {number} is not in 1 to 499"),
            NoSuchDeck(index) => write!(f, "there is no deck at index {index}"),
            Due(due) => write!(f, "the place {due} is not in 1 to 999999"),
            SiblingDue => write!(f, "its cards have different places"),
            DefaultDeck => write!(f, "id 1 is Anki's own deck"),
            DeckDepth(levels) => write!(f, "{levels} levels are more than 10"),
            DeckName => write!(f, "a level of the name is empty, has a space at its edge, or a quote"),
            DeckNumber => write!(f, "the name is a number, which a CSV import takes for an id"),
            DeckParent(parent) => write!(f, "the parent `{parent}` is not declared before it"),
            TagRoot(tag) => write!(f, "the tag `{tag}` is not under the project's name"),
            TagCharacter { tag, character } => write!(f, "the tag `{tag}` contains {character:?}"),
            TagLevel(tag) => write!(f, "the tag `{tag}` has an empty level"),
            TagReserved(tag) => write!(f, "Anki keeps the tag `{tag}` for itself"),
            TagTaken(tag) => write!(f, "the tag `{tag}` is there twice"),
            TagCase { tag, other } => write!(f, "the tag `{tag}` is elsewhere written `{other}`"),
            MediaName => write!(f, "the name is not made of a-z, 0-9, `_` and `-` with one extension"),
            MediaLength(length) => write!(f, "{length} bytes of name are more than 100"),
            MediaTaken => write!(f, "another file has the same name"),
            MediaUnused => write!(f, "no field uses the file, so Anki leaves it out"),
            MediaMissing(name) => write!(f, "the media file `{name}` is not in the package"),
            Control { part, character } => write!(f, "{part} contains the control character {character:?}"),
            Composed { part } => {
                write!(f, "{part} is not in Unicode form NFC, which Anki would change it to")
            }
            Hazard { part, text } => {
                write!(f, "{part} contains `{text}`, which Anki takes for its own markup")
            }
            PreNewline { part } => write!(f, "{part} starts a `pre` with a line break, which browsers drop"),
            Script { part } => write!(f, "{part} contains a script"),
        }
    }
}
