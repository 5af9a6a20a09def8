//! Which pages answer a query, and in what order. The formula is [`super::weight`]'s.

use std::io;
use std::rc::Rc;

use super::expand::{Expander, Stage, Stem, Wanted};
use super::query::{Clause, Prefix, Query, Want};
use super::weight::{self, EXACT};

/// Where fewer pages than this were found, the next stage is asked.
const ENOUGH: usize = 10;

/// The pages of an index, as ranking sees them.
pub struct Pages {
    /// The first section of each page, and after the last page the number of sections.
    pub starts: Vec<u32>,
    /// In sixteenths.
    pub factors: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    pub page: usize,
    pub score: u32,
    /// The best section, then up to two that are half as good.
    pub sections: Vec<u32>,
}

/// Everything that was found.
#[derive(Default)]
pub struct Ranking {
    pub pages: Vec<Ranked>,
    /// For each of the query's clauses the stems that were looked for, for marking them.
    pub wanted: Vec<Wanted>,
    /// The clauses that counted, as indices into the query's.
    pub counted: Vec<usize>,
}

/// Asks stage by stage. `allowed` says which pages pass the query's filters.
pub fn rank(query: &Query, pages: &Pages, allowed: &[bool], expander: &mut Expander) -> io::Result<Ranking> {
    let counted = counted(query, expander)?;
    let clauses: Vec<&Clause> = counted.iter().map(|&i| &query.clauses[i]).collect();
    let typing = clauses.iter().any(|c| !c.excluded && is_typing(c));
    let varies = clauses.iter().any(|c| !c.excluded && matches!(c.want, Want::Word { quoted: false, .. }));
    let mut ranking = Ranking { counted, ..Ranking::default() };
    let mut taken = vec![false; allowed.len()];
    for stage in [Stage::Exact, Stage::Prefix, Stage::Typo] {
        let adds = match stage {
            Stage::Exact => true,
            Stage::Prefix => typing,
            Stage::Typo => varies,
        };
        if !adds || ranking.pages.len() >= ENOUGH {
            continue;
        }
        let wanted: Vec<Wanted> = clauses.iter().map(|c| expander.clause(c, stage)).collect::<io::Result<_>>()?;
        let mut found = evaluate(&clauses, &wanted, pages, |page| allowed[page] && !taken[page]);
        found.sort_by(|a, b| b.score.cmp(&a.score).then(a.page.cmp(&b.page)));
        found.iter().for_each(|r| taken[r.page] = true);
        ranking.pages.extend(found);
        ranking.wanted = wanted;
    }
    Ok(ranking)
}

fn is_typing(clause: &Clause) -> bool {
    matches!(clause.want, Want::Word { prefix: Prefix::Typing, .. } | Want::Phrase { typing: true, .. })
}

/// Stop words count only where there is nothing else.
fn counted(query: &Query, expander: &mut Expander) -> io::Result<Vec<usize>> {
    let mut kept = Vec::new();
    for (i, clause) in query.clauses.iter().enumerate() {
        let dropped = match &clause.want {
            Want::Word { token, quoted: false, prefix: Prefix::None } if !clause.excluded => expander.is_stop(token)?,
            _ => false,
        };
        if !dropped {
            kept.push(i);
        }
    }
    let is_positive = |i: &usize| !query.clauses[*i].excluded;
    let all = 0..query.clauses.len();
    Ok(if kept.iter().any(is_positive) { kept } else { all.collect() })
}

fn evaluate(clauses: &[&Clause], wanted: &[Wanted], pages: &Pages, open: impl Fn(usize) -> bool) -> Vec<Ranked> {
    let sections = pages.starts.last().map_or(0, |s| *s as usize);
    let (mut positive, mut negative) = (Vec::new(), Vec::new());
    for (clause, wanted) in clauses.iter().zip(wanted) {
        let weights = weights(wanted, sections);
        if clause.excluded { negative.push(weights) } else { positive.push(weights) }
    }
    (0..pages.factors.len())
        .filter(|&page| open(page))
        .filter_map(|page| {
            let range = pages.starts[page] as usize..pages.starts[page + 1] as usize;
            if negative.iter().any(|w| w[range.clone()].iter().any(|w| *w > 0)) {
                return None;
            }
            let factor = pages.factors[page];
            if positive.is_empty() {
                return Some(Ranked { page, score: factor, sections: vec![pages.starts[page]] });
            }
            let mut anywhere = 0;
            for clause in &positive {
                let most = clause[range.clone()].iter().copied().max().unwrap_or(0);
                if most == 0 {
                    return None;
                }
                anywhere += most;
            }
            let is_short = range.len() == 1;
            let mut sums: Vec<(u32, u32)> =
                range.map(|s| (positive.iter().map(|c| c[s]).sum(), s as u32)).filter(|(sum, _)| *sum > 0).collect();
            sums.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            let weight_of = |place: usize| sums.get(place).map_or(0, |(sum, _)| *sum);
            let best = weight_of(0);
            let second = if is_short { best } else { weight_of(1) };
            let score = weight::page(best, second, anywhere) * factor;
            let sections = sums.into_iter().take_while(|(sum, _)| sum * 2 >= best).take(3).map(|(_, s)| s).collect();
            Some(Ranked { page, score, sections })
        })
        .collect()
}

/// What a clause weighs in each section.
fn weights(wanted: &Wanted, sections: usize) -> Vec<u32> {
    let mut weights = vec![0; sections];
    match wanted {
        Wanted::Word(expansions) => {
            for e in expansions {
                let factor = e.weight * e.stem.rarity;
                for (section, impact) in e.stem.found.sections.iter().zip(&e.stem.found.impacts) {
                    let weight = &mut weights[*section as usize];
                    *weight = (*weight).max(factor * u32::from(*impact));
                }
            }
        }
        Wanted::Phrase(slots) => {
            let Some(((_, last), fixed)) = slots.split_last() else { return weights };
            let Some(first) = fixed.iter().map(|(_, stems)| stems.first()).collect::<Option<Vec<_>>>() else {
                return weights;
            };
            for end in last {
                let words: Vec<(u32, &Rc<Stem>)> =
                    first.iter().copied().chain([end]).zip(slots).map(|(stem, (offset, _))| (*offset, stem)).collect();
                for (section, weight) in phrase(&words) {
                    let held = &mut weights[section as usize];
                    *held = (*held).max(weight);
                }
            }
        }
    }
    weights
}

/// The sections in which stems stand at their distances from the first.
fn phrase(words: &[(u32, &Rc<Stem>)]) -> Vec<(u32, u32)> {
    let rarity: u32 = words.iter().map(|(_, stem)| stem.rarity).sum();
    let Some((_, rarest)) = words.iter().min_by_key(|(_, stem)| stem.found.sections.len()) else { return Vec::new() };
    let holds = |section: &u32| -> Option<(u32, u32)> {
        let places: Vec<(u32, &Stem, usize)> = words
            .iter()
            .map(|(offset, stem)| Some((*offset, &***stem, stem.found.sections.binary_search(section).ok()?)))
            .collect::<Option<_>>()?;
        let (_, head, at) = places.first()?;
        let stands = head.found.positions(*at).iter().any(|start| {
            places[1..]
                .iter()
                .all(|(offset, stem, at)| stem.found.positions(*at).binary_search(&(start + offset)).is_ok())
        });
        let least = places.iter().map(|(_, stem, at)| u32::from(stem.found.impacts[*at])).min()?;
        stands.then_some((*section, EXACT * rarity * least))
    };
    rarest.found.sections.iter().filter_map(holds).collect()
}
