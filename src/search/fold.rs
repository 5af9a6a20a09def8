//! Folding: what makes `Réplica`, `RÉPLICA` and `replica` one word. The reader in `assets/search/10-analyse.js`
//! folds the same way.

/// Folds one character and gives what becomes of it: nothing for an accent, up to two characters for a ligature.
pub fn fold(c: char, mut give: impl FnMut(char)) {
    if c.is_ascii() {
        return give(c.to_ascii_lowercase());
    }
    for c in full_width(c).to_lowercase() {
        if is_latin_with_marks(c) {
            unicode_normalization::char::decompose_canonical(c, |part| letter(part, &mut give));
        } else {
            letter(c, &mut give);
        }
    }
}

/// Folds a whole text, as values of filters are compared.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold(c, |c| out.push(c));
    }
    out
}

fn letter(c: char, give: &mut impl FnMut(char)) {
    let two = match c {
        _ if is_mark(c) => return,
        '’' => return give('\''),
        'ß' => ['s', 's'],
        'æ' => ['a', 'e'],
        'œ' => ['o', 'e'],
        'þ' => ['t', 'h'],
        'ø' => return give('o'),
        'đ' | 'ð' => return give('d'),
        'ł' => return give('l'),
        'ı' => return give('i'),
        c => return give(c),
    };
    two.into_iter().for_each(give);
}

/// Full-width forms are the ASCII characters that East Asian fonts draw as wide as an ideograph.
fn full_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c).to_ascii_lowercase(),
        c => c,
    }
}

fn is_latin_with_marks(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

/// Combining diacritical marks, which a decomposed text carries after its letters.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Scripts that write no spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn accents_case_ligatures_and_widths_fold() {
        let cases = [
            ("Réplica", "replica"),
            ("RE\u{301}PLICA", "replica"),
            ("Straße", "strasse"),
            ("ŁÓDŹ", "lodz"),
            ("Ærø", "aero"),
            ("ＰＧ＿Ｓｔａｔ", "pg_stat"),
            ("İstanbul ılık", "istanbul ilik"),
            ("Ελλάδα", "ελλάδα"),
            ("データ", "データ"),
            ("node’s", "node's"),
        ];
        for (text, expected) in cases {
            assert_eq!(folded(text), expected, "{text}");
        }
    }
}
