//! What a sheet says in sentences that a person can check against its figures.

use super::account::Kind;
use super::sheet::{Hundredths, Line, Sheet, brief, hundredths};
use super::statement::Statement;
use crate::oncall::policy::{Fairness, Weights};
use crate::oncall::words::lane;

/// How people and amounts are called.
pub struct Told<'a> {
    /// `hours` where every hour weighs the same, else `weighted hours`.
    unit: &'static str,
    name: &'a dyn Fn(&str) -> String,
}

impl<'a> Told<'a> {
    pub fn new(fairness: &Fairness, name: &'a dyn Fn(&str) -> String) -> Self {
        let Weights { night, weekend, holiday } = fairness.weights;
        let plain = [night, weekend, holiday].iter().all(|w| *w == Weights::ONE);
        Self { unit: if plain { "hours" } else { "weighted hours" }, name }
    }

    pub fn unit(&self) -> &'static str {
        self.unit
    }

    /// Who is how far from their share: the furthest ahead, the furthest behind, and each kind of which somebody is
    /// further from theirs than one turn.
    pub fn headline(&self, sheet: &Sheet) -> Vec<String> {
        if sheet.all(Kind::Total).carried == 0 && sheet.lines.iter().all(|l| l.balance(Kind::Total) == 0) {
            return vec!["Nobody carries anything.".to_owned()];
        }
        let sharing: Vec<&Line> = sheet.lines.iter().filter(|l| l.of(Kind::Total).target > 0).collect();
        let even = sheet.lines.iter().all(|l| Kind::ALL.iter().all(|kind| l.balance(*kind) == 0));
        match sharing.as_slice() {
            [only] if even => {
                return vec![format!(
                    "{} carries all of it: nobody is there to share it with.",
                    (self.name)(&only.person)
                )];
            }
            _ if even => return vec!["Everyone carries their share exactly.".to_owned()],
            _ => {}
        }
        let mut told = Vec::new();
        let beyond: Vec<(Kind, &Line)> = Kind::ALL.into_iter().filter_map(|k| Some((k, beyond(sheet, k)?))).collect();
        if beyond.is_empty() {
            let turn = self.amount(Kind::Total, sheet.one_turn(Kind::Total));
            told.push(format!("Nobody is further from their share than one turn ({turn})."));
        }
        let (ahead, behind) = ends(sheet, Kind::Total);
        for line in [ahead, behind].into_iter().flatten() {
            let turn = sheet.one_turn(Kind::Total);
            let is_past = line.balance(Kind::Total).abs() > turn;
            let past = is_past.then(|| format!(" That is more than one turn ({}).", self.amount(Kind::Total, turn)));
            told.push(self.about(line) + &past.unwrap_or_default());
        }
        for (kind, line) in beyond.into_iter().filter(|(kind, _)| *kind != Kind::Total) {
            told.push(format!(
                "{}: {} carries {} than their share. One turn has up to {}.",
                capital(kind),
                (self.name)(&line.person),
                self.difference(kind, line.balance(kind)),
                self.amount(kind, sheet.one_turn(kind)),
            ));
        }
        told
    }

    /// `Priya Raman carries 14.5 weighted hours more than their share (9 h more at night).`
    pub fn about(&self, line: &Line) -> String {
        let name = (self.name)(&line.person);
        let total = line.of(Kind::Total);
        let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Total && brief(line.balance(*kind)) != "0");
        let kinds: Vec<String> =
            kinds.map(|k| format!("{}{}", self.difference(k, line.balance(k)), place(k))).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
        if brief(total.balance()) == "0" {
            return format!("{name} carries their share{kinds}.");
        }
        let before = match total.brought {
            brought if brief(brought) == "0" => String::new(),
            brought => {
                let since = total.carried - total.target;
                format!(": {} carried over, {} since then", signed(brought), signed(since))
            }
        };
        format!("{name} carries {} than their share{before}{kinds}.", self.difference(Kind::Total, total.balance()))
    }

    /// `14.5 weighted hours more`, `2 pages less`.
    fn difference(&self, kind: Kind, balance: Hundredths) -> String {
        format!("{} {}", self.amount(kind, balance.abs()), if balance < 0 { "less" } else { "more" })
    }

    /// `64 weighted hours`, `9 h`, `2 pages`.
    pub fn amount(&self, kind: Kind, amount: Hundredths) -> String {
        format!("{} {}", brief(amount), self.unit_of(kind, amount))
    }

    fn unit_of(&self, kind: Kind, amount: Hundredths) -> &'static str {
        match kind {
            Kind::Total => self.unit,
            Kind::Night | Kind::Weekend | Kind::Holiday => "h",
            Kind::Pages if amount.abs() == 100 => "page",
            Kind::Pages => "pages",
        }
    }

    /// Whose balances wait because they have no part in the period.
    pub fn waiting(&self, statement: &Statement) -> Vec<String> {
        let told = statement.left.iter().filter_map(|entry| {
            let balances = Kind::ALL.map(|kind| (kind, hundredths(entry.balance.of(kind))));
            let kept = balances.into_iter().filter(|(_, balance)| brief(*balance) != "0");
            let kept: Vec<String> =
                kept.map(|(k, b)| format!("{} {}{}", signed(b), self.unit_of(k, b), place(k))).collect();
            let (name, lane) = ((self.name)(&entry.person), lane(&entry.role, entry.site.as_deref()));
            let balance = kept.join(", ");
            // Less than a sentence shows is nothing to tell.
            let told = || format!("{name} has no part in this period; a balance of {balance} ({lane}) waits.");
            (!kept.is_empty()).then(told)
        });
        told.collect()
    }
}

/// Who is furthest beyond what one turn carries, if anyone is. Nights, weekends, holidays and pages of which there are
/// none in the period have no turn to be held against, as in the verdict.
fn beyond<'a>(sheet: &'a Sheet, kind: Kind) -> Option<&'a Line> {
    if kind != Kind::Total && sheet.all(kind).carried == 0 {
        return None;
    }
    let (ahead, behind) = ends(sheet, kind);
    let past = |line: &&Line| line.balance(kind).abs() > sheet.one_turn(kind);
    let size = |line: &&Line| line.balance(kind).abs();
    // The first of two that are as far.
    ahead.into_iter().chain(behind).filter(past).reduce(|a, b| if size(&b) > size(&a) { b } else { a })
}

/// The furthest ahead and the furthest behind; the first of those who are as far.
fn ends<'a>(sheet: &'a Sheet, kind: Kind) -> (Option<&'a Line>, Option<&'a Line>) {
    let furthest = |sign: Hundredths| {
        let own = sheet.lines.iter().filter(|l| brief(l.balance(kind) * sign) != "0" && l.balance(kind) * sign > 0);
        own.reduce(|a, b| if b.balance(kind) * sign > a.balance(kind) * sign { b } else { a })
    };
    (furthest(1), furthest(-1))
}

/// `+12.5`, `-3`.
pub fn signed(amount: Hundredths) -> String {
    let sign = if amount > 0 { "+" } else { "" };
    format!("{sign}{}", brief(amount))
}

/// When hours of a kind are carried.
fn place(kind: Kind) -> &'static str {
    match kind {
        Kind::Night => " at night",
        Kind::Weekend => " on weekends",
        Kind::Holiday => " on holidays",
        Kind::Total | Kind::Pages => "",
    }
}

fn capital(kind: Kind) -> &'static str {
    match kind {
        Kind::Total => "Hours",
        Kind::Night => "Nights",
        Kind::Weekend => "Weekends",
        Kind::Holiday => "Holidays",
        Kind::Pages => "Pages",
    }
}
