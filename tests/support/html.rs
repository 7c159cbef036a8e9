//! HTML as a browser's tokenizer reads it.

use std::cell::RefCell;

use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// A start tag: name and attributes in lower case, entities decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

/// What a text of HTML holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub tags: Vec<Tag>,
    /// All text, without tags.
    pub text: String,
    /// Comments, declarations and what else no field should hold.
    pub other: Vec<String>,
}

#[derive(Default)]
struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == html5ever::tokenizer::TagKind::StartTag => {
                let attribute = |attribute: &html5ever::Attribute| {
                    (attribute.name.local.to_string(), attribute.value.to_string())
                };
                page.tags.push(Tag {
                    name: tag.name.to_string(),
                    attributes: tag.attrs.iter().map(attribute).collect(),
                });
            }
            Token::TagToken(_) | Token::EOFToken | Token::ParseError(_) => {}
            Token::CharacterTokens(text) => page.text.push_str(&text),
            other => page.other.push(format!("{other:?}")),
        }
        TokenSinkResult::Continue
    }
}

pub fn read(html: &str) -> Page {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    drop(tokenizer.feed(&input));
    assert!(input.is_empty(), "all was read");
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}
