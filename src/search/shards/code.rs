//! Numbers as text that compresses well: a digit carries six bits, so that a compressor sees whole symbols.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// One character for 0 to 63.
pub fn digit(value: u8) -> char {
    char::from(ALPHABET[usize::from(value.min(63))])
}

/// A number in groups of five bits, the lowest first; the sixth bit says that another group follows. Source maps
/// write theirs the same way.
pub fn number(mut value: u32, out: &mut String) {
    loop {
        let low = (value & 31) as u8;
        value >>= 5;
        out.push(digit(if value > 0 { low | 32 } else { low }));
        if value == 0 {
            return;
        }
    }
}

/// How many characters a number takes.
pub fn width(value: u32) -> u32 {
    (u32::BITS - value.leading_zeros()).div_ceil(5).max(1)
}

/// A signed number: the sign goes into the lowest bit.
pub fn signed(value: i32, out: &mut String) {
    number(((value << 1) ^ (value >> 31)) as u32, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_groups_of_five_bits() {
        let shown = |value| {
            let mut out = String::new();
            number(value, &mut out);
            out
        };
        assert_eq!([shown(0), shown(31), shown(32), shown(1_000)], ["A", "f", "gB", "of"]);
        for value in [0, 31, 32, 1_023, 1_024, u32::MAX] {
            assert_eq!(shown(value).len(), width(value) as usize);
        }
        assert_eq!(width(u32::MAX), 7);
        let mut out = String::new();
        signed(-1, &mut out);
        signed(1, &mut out);
        assert_eq!(out, "BC");
        assert_eq!(digit(200), '_');
    }
}
