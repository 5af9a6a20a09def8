//! The Y-statement: a decision in one sentence.
//!
//! ```text
//! In the context of …, facing …, we decided for … and against … to achieve …, accepting that …
//! ```
//!
//! Known by that sentence where no section says the decision. Its phrases are its sections: context up to the
//! decision, the options after "for" and "against", consequences from what it achieves on.

use std::ops::Range;

use super::{Form, Reader};
use crate::adr::options::OptionConsidered;
use crate::adr::page::Page;
use crate::adr::reading::Reading;
use crate::adr::sections::{DECISION, Part};
use crate::adr::text::{paragraph_end, trim};
use crate::adr::values::split_names;

pub(super) const READER: Reader = Reader { form: Form::YStatement, is, read };

/// Where each phrase of the sentence stands.
struct Sentence {
    context: Range<usize>,
    chosen: Range<usize>,
    against: Option<Range<usize>>,
    achieve: Option<Range<usize>>,
    accepting: Option<Range<usize>>,
    end: usize,
}

fn is(page: &Page) -> bool {
    page.head(DECISION).is_none() && sentence(page).is_some()
}

fn read(reading: &mut Reading) {
    reading.front();
    reading.fields();
    reading.follow_up();
    let page = reading.page;
    let Some(sentence) = sentence(page) else { return };
    let until = |next: &[&Option<Range<usize>>]| next.iter().find_map(|n| n.as_ref()).map_or(sentence.end, |n| n.start);
    let part = |name: &Range<usize>, end: usize| {
        let body = cut(page, name.end..end);
        Part { name: page.span(name.clone()), empty: body.is_empty(), body: page.span(body) }
    };
    let Sentence { context, chosen, against, achieve, accepting, .. } = &sentence;
    let chosen_end = until(&[against, achieve, accepting]);
    let against_end = until(&[achieve, accepting]);
    let sections = &mut reading.decision.sections;
    sections.context = Some(part(context, chosen.start));
    sections.decision = Some(part(chosen, chosen_end));
    sections.options = against.as_ref().map(|a| part(a, against_end));
    sections.consequences = achieve.as_ref().or(accepting.as_ref()).map(|a| part(a, sentence.end));
    let title = cut(page, chosen.end..chosen_end);
    let reason = achieve.as_ref().map(|a| cut(page, a.end..until(&[accepting])));
    let won = OptionConsidered {
        title: page.spanned(title.clone()).value,
        chosen: Some(true),
        reason: reason.filter(|r| !r.is_empty()).map(|r| page.spanned(r)),
        span: page.span(title),
    };
    let lost = against.iter().flat_map(|a| split_names(page.text, cut(page, a.end..against_end)));
    let lost = lost.map(|place| {
        let skip = if page.text[place.clone()].starts_with("or ") { "or ".len() } else { 0 };
        let place = place.start + skip..place.end;
        OptionConsidered {
            title: page.spanned(place.clone()).value,
            chosen: Some(false),
            reason: None,
            span: page.span(place),
        }
    });
    reading.decision.options = std::iter::once(won).chain(lost).collect();
}

fn cut(page: &Page, range: Range<usize>) -> Range<usize> {
    trim(&page.shown, range, &['*', '_', ',', '.', ';', ':'])
}

fn sentence(page: &Page) -> Option<Sentence> {
    // The phrases may break over lines; a space for a line end keeps every place.
    let lower = page.shown.to_ascii_lowercase().replace(['\n', '\r'], " ");
    let after = |from: usize, names: &[&str], until: usize| {
        let hits = names.iter().filter_map(|n| lower.get(from..until)?.find(n).map(|i| from + i..from + i + n.len()));
        hits.min_by_key(|r| (r.start, usize::MAX - r.end))
    };
    let context = after(0, &["in the context of"], lower.len())?;
    let end = context.end + paragraph_end(&page.shown[context.end..]);
    let chosen =
        after(context.end, &["we decided for", "we decided to use", "we decided to", "we chose", "decided for"], end)?;
    let against = after(
        chosen.end,
        &["and against", "and neglected", "and not", "and rejected", "instead of", "rather than"],
        end,
    );
    let from = against.as_ref().map_or(chosen.end, |a| a.end);
    let achieve = after(from, &["to achieve", "in order to achieve"], end);
    let from = achieve.as_ref().map_or(from, |a| a.end);
    let accepting = after(from, &["accepting that", "accepting"], end);
    Some(Sentence { context, chosen, against, achieve, accepting, end })
}
