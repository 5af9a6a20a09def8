//! Links to other sites: asked for once each, a few at a time, and remembered.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;
use std::time::Duration;

use chrono::{Days, NaiveDate, Utc};
use rayon::prelude::*;

/// How many servers are asked at a time.
const AT_ONCE: usize = 16;

/// How long one server may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a good answer is believed.
const BELIEVED: Days = Days::new(7);

/// Asks for every URL. Good answers are kept in `cache` with their day; bad ones are asked for again each time.
pub(super) fn check(cache: &Path, urls: &[String]) -> io::Result<HashMap<String, String>> {
    let today = Utc::now().date_naive();
    let mut good = read(cache);
    good.retain(|_, day| day.checked_add_days(BELIEVED).is_some_and(|end| end >= today));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build().map_err(io::Error::other)?;
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .user_agent("rutter link check")
        .build()
        .into();
    let wanted: Vec<&String> = urls.iter().filter(|u| !good.contains_key(address(u))).collect();
    let answers: Vec<(&String, Option<String>)> =
        pool.install(|| wanted.into_par_iter().map(|u| (u, ask(&agent, address(u)))).collect());
    let mut problems = HashMap::new();
    for (url, problem) in answers {
        match problem {
            Some(problem) => drop(problems.insert(url.clone(), problem)),
            None => drop(good.insert(address(url).to_owned(), today)),
        }
    }
    // A handbook that cannot be written to is asked about again next time.
    let _ = write(cache, &good);
    Ok(problems)
}

/// A URL without its fragment, which no server sees.
fn address(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

/// What is wrong with a URL. A refusal is an answer: the page is there, for others.
fn ask(agent: &ureq::Agent, url: &str) -> Option<String> {
    let status = |answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>| answer.map(|r| r.status().as_u16());
    let answer = match status(agent.head(url).call()) {
        // Some servers know no HEAD.
        Ok(404 | 405 | 500..) => status(agent.get(url).call()),
        other => other,
    };
    match answer {
        Ok(code @ (404 | 410)) => Some(format!("the server answers {code}")),
        Ok(code @ 500..) => Some(format!("the server fails with {code}")),
        Ok(_) => None,
        Err(error) => Some(format!("no answer ({error})")),
    }
}

fn read(cache: &Path) -> BTreeMap<String, NaiveDate> {
    let Ok(text) = std::fs::read_to_string(cache) else {
        return BTreeMap::new();
    };
    let days: BTreeMap<String, String> = serde_json::from_str(&text).unwrap_or_default();
    days.into_iter().filter_map(|(url, day)| Some((url, day.parse().ok()?))).collect()
}

fn write(cache: &Path, good: &BTreeMap<String, NaiveDate>) -> io::Result<()> {
    let days: BTreeMap<&String, String> = good.iter().map(|(url, day)| (url, day.to_string())).collect();
    let text = serde_json::to_string_pretty(&days).map_err(io::Error::other)?;
    if let Some(folder) = cache.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(cache, text)
}
