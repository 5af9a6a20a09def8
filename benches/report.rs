//! What the runs come to, as text: a table, the ratios to each peer, and what highlighting costs.

use std::fmt::Write;

use crate::measure::{self, Job, Sample, Spread};

/// rutter's builds: of the handbook, and of the same with less in it.
pub const BUILDS: [&str; 3] = ["rutter build", "rutter build, code as plain text", "rutter build, no code"];
pub const CHECK: &str = "rutter check";
pub const RUTTER: [&str; 4] = [BUILDS[0], CHECK, BUILDS[1], BUILDS[2]];

const MIB: f64 = 1024.0 * 1024.0;

type Measure = fn(&Sample) -> Option<f64>;

const WALL: Measure = |sample| Some(sample.wall);
const CPU: Measure = |sample| sample.used.map(|used| used.cpu);
const PEAK: Measure = |sample| sample.used.map(|used| used.peak);

pub fn report(jobs: &[Job]) -> String {
    let mut text = String::new();
    table(&mut text, jobs);
    ratios(&mut text, jobs);
    highlighting(&mut text, jobs);
    text
}

fn table(text: &mut String, jobs: &[Job]) {
    let head = format!(
        "\n{:34}{:^27}{:>12}{:>12}{:>10}{:>10}",
        "", "wall time [s]", "user+sys", "peak memory", "HTML", "written"
    );
    let units = format!(
        "{:34}{:>9}{:>9}{:>9}{:>12}{:>12}{:>10}{:>10}",
        "", "median", "min", "max", "[s]", "[MiB]", "[files]", "[MiB]"
    );
    line(text, format_args!("{head}"));
    line(text, format_args!("{units}"));
    for job in jobs {
        let Some(wall) = spread(job, WALL) else { continue };
        let median = |measure, digits: usize| {
            spread(job, measure).map_or_else(|| "-".to_owned(), |s| format!("{:.digits$}", s.median))
        };
        let (pages, written) = match &job.out {
            Some(out) => {
                (measure::files(out, ".html").0.to_string(), format!("{:.1}", measure::files(out, "").1 as f64 / MIB))
            }
            None => ("-".to_owned(), "-".to_owned()),
        };
        let (cpu, peak) = (median(CPU, 2), median(PEAK, 0));
        let Spread { median, min, max } = wall;
        line(
            text,
            format_args!("{:34}{median:>9.3}{min:>9.3}{max:>9.3}{cpu:>12}{peak:>12}{pages:>10}{written:>10}", job.name),
        );
    }
}

/// rutter's build as a part of each peer's, the fastest peer first.
fn ratios(text: &mut String, jobs: &[Job]) {
    let mut peers: Vec<(&Job, f64)> = jobs
        .iter()
        .filter(|job| !RUTTER.contains(&job.name.as_str()))
        .filter_map(|job| Some((job, spread(job, WALL)?.median)))
        .collect();
    peers.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    if peers.is_empty() {
        line(text, format_args!("\nNo peer on this machine: no ratios."));
        return;
    }
    line(text, format_args!("\nOne over the other, round by round: median (min to max)"));
    let builds = jobs.iter().filter(|job| job.name == BUILDS[0] || job.name == CHECK);
    for rutter in builds {
        for (rank, (peer, _)) in peers.iter().enumerate() {
            let what = format!("{} / {}{}", rutter.name, peer.name, if rank == 0 { " (fastest)" } else { "" });
            let ratio = |measure| format_spread(pairs(rutter, peer, measure, |a, b| a / b), 1.0, "");
            line(
                text,
                format_args!("{what:34} wall {}, user+sys {}, peak memory {}", ratio(WALL), ratio(CPU), ratio(PEAK)),
            );
        }
    }
}

fn highlighting(text: &mut String, jobs: &[Job]) {
    let find = |name: &str| jobs.iter().find(|job| job.name == name);
    let [Some(whole), Some(plain), Some(none)] = BUILDS.map(find) else { return };
    line(text, format_args!("\nWhat is saved of `{}` without it, round by round: median (min to max)", whole.name));
    for (what, less) in [("highlighting", plain), ("blocks of code, highlighted", none)] {
        let share = |measure| format_spread(pairs(whole, less, measure, |whole, less| 1.0 - less / whole), 100.0, " %");
        line(text, format_args!("{what:34} wall {}, user+sys {}", share(WALL), share(CPU)));
    }
}

fn spread(job: &Job, measure: Measure) -> Option<Spread> {
    Spread::of(job.samples.iter().filter_map(measure))
}

/// Compares two jobs within each round: what slows the machine in a round slows both.
fn pairs(a: &Job, b: &Job, measure: Measure, compare: fn(f64, f64) -> f64) -> Option<Spread> {
    let rounds = a.samples.iter().zip(&b.samples);
    // Below its clock's step of 10 ms, GNU time says that a program took nothing.
    Spread::of(rounds.filter_map(|(a, b)| Some(compare(measure(a)?, measure(b)?))).filter(|ratio| ratio.is_finite()))
}

fn format_spread(spread: Option<Spread>, scale: f64, unit: &str) -> String {
    let Some(Spread { median, min, max }) = spread else { return "-".to_owned() };
    let digits = if scale > 1.0 { 0 } else { 3 };
    format!("{:.digits$}{unit} ({:.digits$} to {:.digits$})", median * scale, min * scale, max * scale)
}

fn line(text: &mut String, args: std::fmt::Arguments<'_>) {
    writeln!(text, "{args}").expect("a string takes all that is written to it");
}
