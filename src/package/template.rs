//! The `{{…}}` of a card template, as Anki's template reader sees them.

/// One `{{…}}` with the name it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag<'a> {
    /// `{{filter:Name}}`; `filters` is the text before the last colon.
    Field { name: &'a str, filters: &'a str },
    /// `{{#Name}}`, or `{{^Name}}` when negated.
    Open { name: &'a str, negated: bool },
    /// `{{/Name}}`
    Close { name: &'a str },
}

/// The tags of `template` in their order. An opening `{{` without its `}}` ends the list.
pub fn tags(template: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        let start = rest.find("{{")? + 2;
        let length = rest[start..].find("}}")?;
        let inner = &rest[start..start + length];
        rest = &rest[start + length + 2..];
        Some(tag(inner))
    })
}

/// What stands between `{{` and `}}`.
pub fn tag(inner: &str) -> Tag<'_> {
    let inner = inner.trim_start_matches('{').trim();
    if let Some(name) = inner.strip_prefix('#') {
        Tag::Open { name: name.trim(), negated: false }
    } else if let Some(name) = inner.strip_prefix('^') {
        Tag::Open { name: name.trim(), negated: true }
    } else if let Some(name) = inner.strip_prefix('/') {
        Tag::Close { name: name.trim() }
    } else {
        let (filters, name) = inner.rsplit_once(':').unwrap_or(("", inner));
        Tag::Field { name, filters }
    }
}

/// Whether a front made from `template` shows a field, if exactly the fields for which `filled` holds have content.
///
/// `{{^…}}` is taken to hold always: Anki generates cards by that rule, so a note that is retired through
/// `{{^Retired}}` keeps its card until the learner asks for the empty ones.
pub fn shows(template: &str, filled: impl Fn(&str) -> bool) -> bool {
    show(tags(template), filled)
}

/// Whether a front made from a template with these tags shows a field; see [`shows`].
pub fn show<'t>(tags: impl IntoIterator<Item = Tag<'t>>, filled: impl Fn(&str) -> bool) -> bool {
    let mut open = Vec::new();
    for tag in tags {
        match tag {
            Tag::Open { name, negated } => open.push(negated || filled(name)),
            Tag::Close { .. } => drop(open.pop()),
            Tag::Field { name, .. } if filled(name) && !open.contains(&false) => return true,
            Tag::Field { .. } => {}
        }
    }
    false
}

/// Which fields a card needs to exist: what older Anki keeps as `req` in a note type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// One of these field indices is enough.
    Any(Vec<usize>),
    /// All of these field indices are needed.
    All(Vec<usize>),
    Never,
}

/// The requirement of `front`, found as Anki finds it: first each field alone, then all without one.
pub fn requirement(front: &str, fields: &[&str]) -> Requirement {
    let pick = |shown: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..fields.len()).filter(|&index| shown(fields[index])).collect()
    };
    let alone = pick(&|field| shows(front, |name| name == field));
    if !alone.is_empty() {
        return Requirement::Any(alone);
    }
    if !shows(front, |name| fields.contains(&name)) {
        return Requirement::Never;
    }
    Requirement::All(pick(&|field| !shows(front, |name| name != field && fields.contains(&name))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_carry_filters_and_sections() {
        let found: Vec<_> = tags("{{#A}} {{ hint:text:B }} {{^C}}{{/C}}{{/A}} {{").collect();
        assert_eq!(
            found,
            [
                Tag::Open { name: "A", negated: false },
                Tag::Field { name: "B", filters: "hint:text" },
                Tag::Open { name: "C", negated: true },
                Tag::Close { name: "C" },
                Tag::Close { name: "A" },
            ]
        );
    }

    #[test]
    fn requirements_follow_anki() {
        let fields = ["Front", "Back", "Retired"];
        assert_eq!(requirement("{{^Retired}}{{Front}}{{/Retired}}", &fields), Requirement::Any(vec![0]));
        assert_eq!(requirement("{{#Front}}{{Back}}{{/Front}}", &fields), Requirement::All(vec![0, 1]));
        assert_eq!(requirement("nothing", &fields), Requirement::Never);
    }
}
