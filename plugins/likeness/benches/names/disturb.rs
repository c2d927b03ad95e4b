//! What happens to names: each a documented change that leaves them one person's, or makes them another's.

/// Numbers that are the same on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// A change, where the name has what it changes.
pub(crate) type Disturb = fn(&str, &mut Dice) -> Option<String>;

/// What leaves a name one holder's.
pub(crate) const SAME: [(&str, Disturb); 13] = [
    ("an initial for each but the last", initials),
    ("a middle initial", middle_initial),
    ("vowels dropped", vowels),
    ("a part dropped", dropped),
    ("truncated", truncated),
    ("other order", order),
    ("homoglyphs", homoglyphs),
    ("invisible characters", invisible),
    ("a slip of the pen", slip),
    ("a title", title),
    ("in Cyrillic", cyrillic),
    ("in Arabic", arabic),
    ("the same", |name, _| Some(name.to_uppercase())),
];

fn tokens(name: &str) -> Vec<String> {
    name.split_whitespace().map(str::to_owned).collect()
}

fn is_vowel(c: char) -> bool {
    "aeiouAEIOU".contains(c)
}

/// The first name's initial, and those of all in the middle: the last stays.
pub(crate) fn initials(name: &str, _: &mut Dice) -> Option<String> {
    let tokens = tokens(name);
    let last = tokens.len().checked_sub(1).filter(|last| *last > 0)?;
    let short = |(index, token): (usize, &String)| if index < last { token.chars().take(1).collect() } else { token.clone() };
    Some(tokens.iter().enumerate().map(short).collect::<Vec<String>>().join(" "))
}

/// A middle name's initial alone.
pub(crate) fn middle_initial(name: &str, _: &mut Dice) -> Option<String> {
    let mut tokens = tokens(name);
    let middle = tokens.len() / 2;
    if tokens.len() < 3 {
        return None;
    }
    tokens[middle] = format!("{}.", tokens[middle].chars().next()?);
    Some(tokens.join(" "))
}

/// One part loses all vowels but its first letter.
pub(crate) fn vowels(name: &str, dice: &mut Dice) -> Option<String> {
    let mut tokens = tokens(name);
    let at = dice.below(tokens.len());
    let token = &tokens[at];
    let bare: String = token.chars().enumerate().filter(|(index, c)| *index == 0 || !is_vowel(*c)).map(|(_, c)| c).collect();
    if bare.len() < 3 || bare == *token {
        return None;
    }
    tokens[at] = bare;
    Some(tokens.join(" "))
}

/// One part of three or more is not there.
pub(crate) fn dropped(name: &str, dice: &mut Dice) -> Option<String> {
    let mut tokens = tokens(name);
    if tokens.len() < 3 {
        return None;
    }
    let at = dice.below(tokens.len());
    tokens.remove(at);
    Some(tokens.join(" "))
}

/// The last part breaks off.
pub(crate) fn truncated(name: &str, _: &mut Dice) -> Option<String> {
    let mut tokens = tokens(name);
    let last = tokens.last_mut()?;
    let letters = last.chars().count();
    if letters < 7 {
        return None;
    }
    *last = last.chars().take(letters - letters / 3).collect();
    Some(tokens.join(" "))
}

/// The last part stands first.
pub(crate) fn order(name: &str, dice: &mut Dice) -> Option<String> {
    let mut tokens = tokens(name);
    let last = tokens.pop().filter(|_| !tokens.is_empty())?;
    let comma = if dice.below(2) == 0 { "," } else { "" };
    Some(format!("{last}{comma} {}", tokens.join(" ")))
}

/// Two letters become Cyrillic ones that look alike.
pub(crate) fn homoglyphs(name: &str, dice: &mut Dice) -> Option<String> {
    const ALIKE: [(char, char); 12] = [
        ('a', 'а'),
        ('e', 'е'),
        ('o', 'о'),
        ('i', 'і'),
        ('c', 'с'),
        ('p', 'р'),
        ('A', 'А'),
        ('E', 'Е'),
        ('O', 'О'),
        ('I', 'І'),
        ('C', 'С'),
        ('P', 'Р'),
    ];
    let mut letters: Vec<char> = name.chars().collect();
    let places: Vec<usize> = (0..letters.len()).filter(|at| ALIKE.iter().any(|(latin, _)| *latin == letters[*at])).collect();
    if places.is_empty() {
        return None;
    }
    for _ in 0..2 {
        let at = places[dice.below(places.len())];
        letters[at] = ALIKE.iter().find(|(latin, _)| *latin == letters[at]).map_or(letters[at], |(_, other)| *other);
    }
    Some(letters.into_iter().collect())
}

/// Characters between the letters that nobody sees.
pub(crate) fn invisible(name: &str, dice: &mut Dice) -> Option<String> {
    let mut letters: Vec<char> = name.chars().collect();
    for unseen in ['\u{200b}', '\u{200d}', '\u{ad}'] {
        letters.insert(1 + dice.below(letters.len()), unseen);
    }
    Some(letters.into_iter().collect())
}

/// One slip of the pen: two neighbours exchanged, a letter doubled, a vowel for another.
pub(crate) fn slip(name: &str, dice: &mut Dice) -> Option<String> {
    let mut tokens = tokens(name);
    let at = dice.below(tokens.len());
    let mut letters: Vec<char> = tokens[at].chars().collect();
    if letters.len() < 5 {
        return None;
    }
    let place = 1 + dice.below(letters.len() - 3);
    match dice.below(3) {
        0 => letters.swap(place, place + 1),
        1 => letters.insert(place, letters[place]),
        _ => letters[place] = if is_vowel(letters[place]) { 'e' } else { return None },
    }
    let other: String = letters.into_iter().collect();
    if other == tokens[at] {
        return None;
    }
    tokens[at] = other;
    Some(tokens.join(" "))
}

/// A title in front.
pub(crate) fn title(name: &str, dice: &mut Dice) -> Option<String> {
    const TITLES: [&str; 6] = ["Mr.", "Dr.", "Shri", "Mrs", "Haji", "Prof."];
    Some(format!("{} {name}", TITLES[dice.below(TITLES.len())]))
}

/// In Cyrillic letters, by the usual rules for foreign names.
pub(crate) fn cyrillic(name: &str, _: &mut Dice) -> Option<String> {
    const PAIRS: [(&str, &str); 32] = [
        ("shch", "щ"),
        ("sh", "ш"),
        ("ch", "ч"),
        ("zh", "ж"),
        ("kh", "х"),
        ("ts", "ц"),
        ("ya", "я"),
        ("yu", "ю"),
        ("a", "а"),
        ("b", "б"),
        ("c", "к"),
        ("d", "д"),
        ("e", "е"),
        ("f", "ф"),
        ("g", "г"),
        ("h", "х"),
        ("i", "и"),
        ("j", "дж"),
        ("k", "к"),
        ("l", "л"),
        ("m", "м"),
        ("n", "н"),
        ("o", "о"),
        ("p", "п"),
        ("q", "к"),
        ("r", "р"),
        ("s", "с"),
        ("t", "т"),
        ("u", "у"),
        ("v", "в"),
        ("z", "з"),
        ("y", "й"),
    ];
    written(name, &PAIRS)
}

/// In Arabic letters, short vowels left out as they are.
pub(crate) fn arabic(name: &str, _: &mut Dice) -> Option<String> {
    const PAIRS: [(&str, &str); 27] = [
        ("sh", "ش"),
        ("kh", "خ"),
        ("gh", "غ"),
        ("th", "ث"),
        ("dh", "ذ"),
        ("ou", "و"),
        ("oo", "و"),
        ("ee", "ي"),
        ("aa", "ا"),
        ("b", "ب"),
        ("d", "د"),
        ("f", "ف"),
        ("h", "ه"),
        ("j", "ج"),
        ("k", "ك"),
        ("l", "ل"),
        ("m", "م"),
        ("n", "ن"),
        ("q", "ق"),
        ("r", "ر"),
        ("s", "س"),
        ("t", "ت"),
        ("w", "و"),
        ("y", "ي"),
        ("z", "ز"),
        ("i", "ي"),
        ("g", "ج"),
    ];
    let mut words = Vec::new();
    for word in name.split([' ', '-']).filter(|word| word.len() > 2) {
        let first = if word.starts_with(['a', 'A', 'e', 'E', 'o', 'O', 'u', 'U']) { "ا" } else { "" };
        let spoken: String = word.to_lowercase().chars().filter(|c| !"aeou".contains(*c)).collect();
        words.push(format!("{first}{}", written(&spoken, &PAIRS)?));
    }
    (words.len() > 1).then(|| words.join(" "))
}

/// `None` where a letter has no counterpart.
fn written(name: &str, pairs: &[(&str, &str)]) -> Option<String> {
    let lower = name.to_lowercase();
    let mut rest = lower.as_str();
    let mut out = String::new();
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            out.push(' ');
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (latin, other) = pairs.iter().find(|(latin, _)| rest.starts_with(latin))?;
        out.push_str(other);
        rest = &rest[latin.len()..];
    }
    Some(out)
}
