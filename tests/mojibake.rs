//! Clean text of many languages stays as it is, and comes back after real damage.

use proptest::prelude::*;
use recto::source::{RepairKind, Source};

/// Own sentences, each with quotation marks, dashes and ellipses directly behind accented letters.
const CLEAN: &[(&str, &str)] = &[
    ("French", "« Où est le café » ? — À côté… « l’été » : « é », « à », « Â », « É »… VOILÀ— déjà…"),
    ("German", "„Spaß…“ – »GRÖSSE«, „Ä“, »Ä«, „Straßenbahnnähe“; süß— ß… Öl, Übung, ÄÖÜ”"),
    ("Polish", "„Zażółć gęślą jaźń”, rzekł: „to ó”… CÓ” – „mówió”, wśród… Łódź—"),
    ("Czech", "„Příliš žluťoučký kůň…“ úpěl ďábelské ódy – „má“, „tÝ“, ŠÁ… NÁŠ”"),
    ("Slovak", "„Najväčší mäsožravec…“ – „vôňa“, PÄŤ, „ž“ a „ä“, KÔŇ… mäkčeň—"),
    ("Hungarian", "„Árvíztűrő tükörfúrógép…” – »Á«, „jó”, É… őz, ŰR, Ő”"),
    ("Turkish", "“Hâlâ…” dedi; ‘hâlâ…’, ĞÜÇ” ŞİŞE… “Â”, Ğ… Ö”, «hâlâ…»"),
    ("Portuguese", "«IRMû, “MAÇÔ, “NÃO… AVÔ”, MÃ… «MAÇû, 1ª IRMê, “à”, coração—"),
    ("Spanish", "«¿Está…?», dijo; «está…», «está»—dijo—, ÑANDÚ… «Í», AÑ»… ¡Ñ…Ñ…!"),
    ("Italian", "«È così…», disse: «perché», PIÙ… CAFFÈ™ – «Ì», LUNEDÌ… à—"),
    ("Swedish", "”HYVÄ”, ”Å”, »Å«, »SMÅ…» – Å—Ä—Ö; 3 Å², 4 Å³, 2 Å±0,1, Å·m, ”på…”"),
    ("Danish", "»SÅ«, »Å…« – ”Ø…”, Ø”, «BLÅ», Æ…, Å’er—, på… »ø«"),
    ("Norwegian", "«PÅ», «SÅ…», «Å» – Ø…, Æ”, «blå», BLÅ®, Å–Æ–Ø, Å–Ä– og"),
    ("Finnish", "»HYVÄ», ”HÄ…”, Ä”, HYVÄ¹, HYVÄ¶ – »yö», HÄ»–»SÄ», MÄ\u{AD}KI"),
    ("Icelandic", "„Það er gott…“ – „Ð“, Ð…, ð, „maðurinn“, ÞÆ… Ð\u{A0}—, ÚÐ”"),
    ("Estonian", "„Õhtu…” – „HÄ”, «ÖÖ», PLÄŽ, garaaž, Ä… TÄŠ, «ÄÄ»"),
    ("Dutch", "‘Één…’, zei hij – “coëfficiënt”, ‘ñ’, “reünie”, Ë… «ï»"),
    ("Romanian", "„Știință…” – „așa”, „â”, «â», â…, VĂ” ÎN… „Â”, țară—"),
    ("Vietnamese", "“Tiếng Việt…” – “ĐÔ, «đû, ‘ở’, BÂ… “là”, “à…”, tô—"),
    ("Russian", "«Привет…» – „Ёлка“, да— №5, «Я»…"),
    ("Ukrainian", "«Привіт…» – „Їжак“, є— ґанок’"),
    ("Bulgarian", "„Здравей…“ – „Ъгъл“, да— ѝ…"),
    ("Greek", "«Γειά σου…» – “Ώρα”, ναί— ό,τι’"),
    ("Hebrew", "„שלום…” – “עברית”, כן— ״א״"),
    ("Arabic", "«مرحبا…» – “نعم”، لا— ٥؟"),
    ("Persian", "«سلام…» – “می‌خواهم”، گل— پ؟"),
    ("Hindi", "“नमस्ते…” – ‘हाँ’, हिन्दी— ठीक।"),
    ("Thai", "“สวัสดี…” – ‘ครับ’, ไทย— ๆ"),
    ("Chinese", "“你好……”——‘是的’，《书》；「中」、“对”…"),
    ("Japanese", "「こんにちは……」—『はい』、“日本”・カタカナ…"),
    ("Korean", "“안녕하세요…” – ‘네’, 한국어— 『책』"),
    ("Friulian", "«fâ…», “stâ…”, ‘lâ’… HÂ® «Â» cjatâ—"),
    ("Inari Sámi", "”kiirâš…”, LÂŠ… «âš», ÄŠ” — čuákkim"),
    ("signs", "“‘â’…”, “â”…, ‘“â”—’, ‹â›…, „Ã“, 5 × 3, 20 °C, £5 — © 2020, naïve™, Â, é\u{A0}»"),
];

/// UTF-8 read as Windows-1252, the undefined bytes as C1 controls.
fn damage(text: &str) -> String {
    const UPPER: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    let upper: Vec<char> = UPPER.chars().collect();
    let read = |byte: u8| {
        if (0x80..0xA0).contains(&byte) { upper[usize::from(byte) - 0x80] } else { byte.into() }
    };
    text.bytes().map(read).collect()
}

fn repair(text: &str) -> String {
    Source::new("a.md", text.as_bytes()).unwrap().text
}

#[test]
fn clean_text_is_untouched() {
    let mut all = String::new();
    for (language, text) in CLEAN {
        let source = Source::new("a.md", text.as_bytes()).unwrap();
        assert_eq!(source.text, *text, "{language}");
        assert_eq!(source.repairs, [], "{language}");
        all.push_str(text);
        all.push('\n');
    }
    assert_eq!(repair(&all), all);
}

#[test]
fn each_word_of_clean_text_is_untouched_alone() {
    for (language, text) in CLEAN {
        for word in text.split(' ') {
            assert_eq!(repair(word), word, "{language}");
        }
        let letters: Vec<char> = text.chars().collect();
        for part in letters.chunks(3).chain(letters[1..].chunks(4)) {
            let part: String = part.iter().collect();
            assert_eq!(repair(&part), part, "{language}");
        }
    }
}

/// Every Latin-1 letter, in a word and alone, with every way to close it, quote it or join it to the next.
#[test]
fn closing_signs_behind_any_letter_prove_nothing() {
    let signs = ["", "…", "“", "”", "‘", "’", "«", "»", "–", "—", "™", "\u{A0}", "!"];
    let marks = ["®", "©", "¹", "²", "°", "·", "\u{AD}", "¶"];
    let letters: Vec<char> = ('À'..='ÿ').filter(|c| c.is_alphabetic()).chain("ŠšŽžŒœŸ".chars()).collect();
    for before in ["", "WA", "wá", "“", "«", "«\u{A0}", "\"", "(", "5 "] {
        for letter in &letters {
            // No word goes on with a capital behind a small letter.
            if before == "wá" && letter.is_uppercase() {
                continue;
            }
            for first in signs.iter().chain(marks.iter().filter(|_| before == "WA")) {
                for second in signs {
                    for third in ["", "…", "”", "»", "\u{A0}»"] {
                        let word = format!("{before}{letter}{first}{second}{third}");
                        let text = format!("{word} {word}\n{word}B");
                        assert_eq!(repair(&text), text);
                    }
                }
            }
        }
    }
}

#[test]
fn damaged_text_comes_back() {
    for (language, text) in CLEAN {
        let broken = damage(text);
        assert_eq!(repair(&broken), *text, "{language}");
        assert_eq!(repair(&damage(&broken)), *text, "{language}, twice");
        assert_eq!(repair(&damage(&damage(&broken))), *text, "{language}, three times");
    }
}

/// Each round of repair takes one sign of such a row: where one stops, the next reading must not go on.
#[test]
fn endless_damage_stays_as_it_is() {
    for signs in 0..40 {
        let repaired = repair(&format!("Ã{}", "\u{83}".repeat(signs)));
        assert_eq!(repair(&repaired), repaired, "{signs}");
    }
    let beside = format!("It is â€œbrokenâ€. Ã{}", "\u{83}".repeat(20));
    assert_eq!(repair(&beside), beside);
}

#[test]
fn damage_in_clean_company_comes_back() {
    for (broken, clean) in [
        ("ðŸ“– book", "📖 book"),
        ("one â€” two", "one — two"),
        ("Itâ€™s", "It’s"),
        ("cafÃ©", "café"),
        ("Ã©", "é"),
        ("MÃ¼ller, PÃ©rez, SÃ¸ren, Ãœber", "Müller, Pérez, Søren, Über"),
        ("20Â°C, Â©2020, Â£5", "20°C, ©2020, £5"),
        ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет"),
        ("âœ… â†’ â\u{AD}\u{90} âš\u{A0}ï¸\u{8F} â‰¥ â„¢ â”œâ”€â”€ âˆ’", "✅ → ⭐ ⚠️ ≥ ™ ├── −"),
        ("mÄ›sto, zaÅ¼Ã³Å‚Ä‡, kÄ±ÅŸ", "město, zażółć, kış"),
        ("ä½\u{A0}å¥½ ã\u{81}¯ã\u{81}„ í•œêµ\u{AD}", "你好 はい 한국"),
    ] {
        assert_eq!(repair(broken), clean);
        let mixed = format!("{broken}\n\nÄ” – Größe, «été» да 📖");
        assert_eq!(repair(&mixed), mixed.replace(broken, clean));
    }
}

#[test]
fn lost_last_bytes_are_completed() {
    assert_eq!(repair("âš\u{A0}ï¸ careful"), "⚠️ careful");
    assert_eq!(repair("â€œquotedâ€ text"), "“quoted” text");
    assert_eq!(repair("a â€ alone"), "a â€ alone");
    assert_eq!(repair("ðŸ‘¨â€ðŸ’»"), "👨\u{200D}💻");
    assert_eq!(repair("ï»¿# Title"), "# Title");
    assert_eq!(repair("lost ðŸ˜, kept âœ…, Ã– too"), "lost ðŸ˜, kept ✅, Ö too");
}

#[test]
fn weak_evidence_needs_a_broken_document() {
    assert_eq!(repair("Ä” and Ã–l"), "Ä” and Ã–l");
    assert_eq!(repair("Ã–l â€” oil"), "Öl — oil");
    assert_eq!(repair("Ã–l â€” oil, été"), "Ã–l — oil, été");
    assert_eq!(repair("5Â km â€” far"), "5Â km — far");
}

#[test]
fn mojibake_that_is_spoken_of_stays() {
    let text = "Why does `é` turn into `Ã©`, and ’ into \"â€™\" or “â€œ”?";
    assert_eq!(repair(text), text);
    assert_eq!(repair("Say \"ðŸ“–\"."), "Say \"📖\".");
}

#[test]
fn repairs_are_recorded_where_the_author_sees_them() {
    let text = "\u{FEFF}plain\r\nÄh, itâ€™s ÃƒÂ© ðŸ“–\r\n";
    let source = Source::new("notes\\a.md", text.as_bytes()).unwrap();
    assert_eq!((source.name.as_str(), source.text.as_str()), ("notes/a.md", "plain\nÄh, it’s é 📖\n"));
    let found: Vec<_> =
        source.repairs.iter().map(|r| (r.kind, r.line, r.column, &*r.before, &*r.after)).collect();
    assert_eq!(
        found,
        [
            (RepairKind::Mojibake, 2, 7, "â€™", "’"),
            (RepairKind::Mojibake, 2, 12, "ÃƒÂ©", "é"),
            (RepairKind::Mojibake, 2, 17, "ðŸ“–", "📖"),
        ]
    );
    let behind = source.position(source.text.len() - 1);
    assert_eq!((behind.line, behind.column), (2, 21));
    assert_eq!(source.author_line(2), "Äh, itâ€™s ÃƒÂ© ðŸ“–");
}

#[test]
fn positions_do_not_depend_on_the_encoding() {
    let text = "one\n\nzwei – Öl\n📖 x\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(bytes).collect()
    };
    let forms = [
        text.as_bytes().to_vec(),
        text.replace('\n', "\r\n").into_bytes(),
        text.replace('\n', "\r").into_bytes(),
        format!("\u{FEFF}{text}").into_bytes(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
    ];
    for bytes in forms {
        let source = Source::new("a.md", &bytes).unwrap();
        assert_eq!(source.text, text);
        let place = |offset| (source.position(offset).line, source.position(offset).column);
        assert_eq!(place(text.find("Öl").unwrap()), (3, 8));
        assert_eq!(place(text.find('x').unwrap()), (4, 3));
        assert_eq!(place(text.len()), (5, 1));
        assert_eq!(source.author_line(4), "📖 x");
    }
}

#[test]
fn long_documents_take_linear_time() {
    let line = damage("« été » — «IRMû привет 你好 📖 ");
    let clean = "« été » — «IRMû HÄ… ”Å” ";
    for text in [line.repeat(20_000), clean.repeat(40_000), "Ã".repeat(1_000_000), "â€".repeat(500_000)] {
        let source = Source::new("a.md", text.as_bytes()).unwrap();
        let step = source.text.len() / 20_000 + 1;
        let columns: usize = (0..source.text.len()).step_by(step).map(|at| source.position(at).column).sum();
        assert!(columns > 0);
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let words: Vec<String> = CLEAN.iter().flat_map(|(_, text)| text.split(' ')).map(str::to_owned).collect();
    let broken: Vec<String> = words.iter().map(|word| damage(word)).collect();
    let word = prop_oneof![
        prop::sample::select(words),
        prop::sample::select(broken),
        "[ -~]{0,6}",
        "[À-ÿ‚-™ -¿]{1,5}",
        "[ÃÂâÐï][\u{80}-¿€‚„…†‡‰‹‘’“”•–—™›]{1,3}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec((word, prop_oneof![Just(""), Just(" "), Just("\n")]), 0..24)
        .prop_map(|words| words.into_iter().map(|(word, gap)| word + gap).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn repair_is_idempotent_and_positions_stay_in_the_file(text in pieces()) {
        let source = Source::new("a.md", text.as_bytes()).unwrap();
        prop_assert_eq!(&repair(&source.text), &source.text);
        let mut last = None;
        for offset in 0..=source.text.len() {
            let position = source.position(offset);
            prop_assert!(last <= Some(position));
            prop_assert!(position.column <= source.author_line(position.line).chars().count() + 1);
            last = Some(position);
        }
    }

    #[test]
    fn any_clean_mixture_of_languages_stays(picks in prop::collection::vec(0..CLEAN.len(), 1..6)) {
        let text: String = picks.iter().map(|&pick| CLEAN[pick].1.to_owned() + "\n").collect();
        prop_assert_eq!(repair(&text), text.clone());
        prop_assert_eq!(repair(&damage(&text)), text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(source) = Source::new("a.md", &bytes) {
            prop_assert!(source.body_start <= source.text.len());
        }
    }
}
