//! The forms that decisions are written in, one file each. A form says how it is told from the others and
//! which steps of `Reading` read it; `FORMS` asks them in turn, those with a mark of their own first.

mod adr073;
mod adrkit;
mod adrs;
mod archgate;
mod backstage;
mod house;
mod kep;
mod log4brains;
mod madr2;
mod madr3;
mod madr4;
mod nygard;
mod rust_rfc;
mod structured_madr;
mod y_statement;

use super::page::Page;
use super::reading::Reading;
use crate::config::Preset;

/// The form a decision is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    Nygard,
    Madr2,
    Madr3,
    Madr4,
    Log4brains,
    Adrs,
    Adrkit,
    Adr073,
    Archgate,
    StructuredMadr,
    Backstage,
    House,
    YStatement,
    Kep,
    RustRfc,
}

impl Form {
    /// As JSON has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nygard => "nygard",
            Self::Madr2 => "madr2",
            Self::Madr3 => "madr3",
            Self::Madr4 => "madr4",
            Self::Log4brains => "log4brains",
            Self::Adrs => "adrs",
            Self::Adrkit => "adrkit",
            Self::Adr073 => "adr073",
            Self::Archgate => "archgate",
            Self::StructuredMadr => "structured-madr",
            Self::Backstage => "backstage",
            Self::House => "house",
            Self::YStatement => "y-statement",
            Self::Kep => "kep",
            Self::RustRfc => "rust-rfc",
        }
    }
}

impl Form {
    /// Whether the form has a place for who decided.
    pub fn names_deciders(self) -> bool {
        !matches!(self, Self::Nygard | Self::Archgate | Self::Backstage | Self::YStatement | Self::RustRfc)
    }

    /// Whether the form lists the options that were weighed.
    pub fn lists_options(self) -> bool {
        matches!(self, Self::House | Self::Madr2 | Self::Madr3 | Self::Madr4)
    }
}

/// How one form is known and read.
pub(super) struct Reader {
    pub form: Form,
    is: fn(&Page) -> bool,
    pub read: fn(&mut Reading),
}

/// The last one takes every text.
const FORMS: [Reader; 13] = [
    archgate::READER,
    structured_madr::READER,
    adrs::READER,
    adrkit::READER,
    adr073::READER,
    backstage::READER,
    house::READER,
    madr3::READER,
    madr4::READER,
    log4brains::READER,
    madr2::READER,
    y_statement::READER,
    nygard::READER,
];

/// The form of a page. A preset's kind has one form; every other kind is asked.
pub(super) fn of(page: &Page, preset: Option<Preset>) -> &'static Reader {
    match preset {
        Some(Preset::Kep) => return &kep::READER,
        Some(Preset::RustRfc) => return &rust_rfc::READER,
        None => {}
    }
    FORMS.iter().find(|f| (f.is)(page)).unwrap_or(&nygard::READER)
}

/// Headings that MADR has, of any version, and nobody else.
fn has_madr_head(page: &Page) -> bool {
    ["context and problem statement", "considered options", "decision outcome", "decision drivers"]
        .iter()
        .any(|name| page.has_head(name))
}

/// What every form with sections shares after its own keys or fields.
fn read_body(reading: &mut Reading) {
    reading.sections();
    reading.options();
}
