//! genanki-rs behind pulldown-cmark, for `benches/compare.py`: `markdown CARDS.json OUT.apkg`, where the first file is a
//! list of pairs of a front and a back.

use std::error::Error;
use std::fs::File;

use genanki_rs::{Deck, Field, Model, Note, Template};
use pulldown_cmark::{Parser, html::push_html};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(cards), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("markdown CARDS.json OUT.apkg".into());
    };
    let cards: Vec<(String, String)> = serde_json::from_reader(File::open(cards)?)?;
    let fields = vec![Field::new("Front"), Field::new("Back")];
    let template = Template::new("Card").qfmt("{{Front}}").afmt("{{FrontSide}}<hr>{{Back}}");
    let model = Model::new(1_607_392_319, "simple", fields, vec![template]);
    let mut deck = Deck::new(2_059_400_110, "bench", "");
    for (front, back) in &cards {
        let fields = [html(front), html(back)];
        deck.add_note(Note::new(model.clone(), fields.iter().map(String::as_str).collect())?);
    }
    Ok(deck.write_to_file(&out)?)
}

fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 3 / 2);
    push_html(&mut html, Parser::new(text));
    html
}
