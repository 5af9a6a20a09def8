//! Known figures of how even a distribution is. Each is over load divided by target, so that people with a part of a
//! full share compare.

/// How even some loads are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indices {
    /// Jain's index: `(sum x)^2 / (n sum x^2)`; 1 is even, 1/n is all on one (Jain, Chiu and Hawe, 1984).
    pub jain: f64,
    /// The Gini coefficient: half the mean absolute difference by the mean; 0 is even.
    pub gini: f64,
    pub max_over_mean: f64,
    /// The mean of the smaller by the larger over all pairs, which is Grafana OnCall's score.
    pub pairs: f64,
}

/// None where nobody carries anything.
pub fn indices(loads: &[f64]) -> Option<Indices> {
    let n = loads.len() as f64;
    let sum: f64 = loads.iter().sum();
    let squares: f64 = loads.iter().map(|x| x * x).sum();
    if sum <= 0.0 {
        return None;
    }
    let pairs = || loads.iter().enumerate().flat_map(|(at, a)| loads[at + 1..].iter().map(move |b| (*a, *b)));
    let count = pairs().count() as f64;
    let ratio = |(a, b): (f64, f64)| if a.max(b) > 0.0 { a.min(b) / a.max(b) } else { 1.0 };
    Some(Indices {
        jain: sum * sum / (n * squares),
        // From 0.0 on: the sum of no pairs is -0.0.
        gini: pairs().fold(0.0, |sum, (a, b)| sum + (a - b).abs()) / (n * sum),
        max_over_mean: loads.iter().copied().fold(0.0, f64::max) * n / sum,
        pairs: if count > 0.0 { pairs().map(ratio).sum::<f64>() / count } else { 1.0 },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Timefold's example: loads, then the mean over pairs, Jain, Gini and the largest by the mean.
    const KNOWN: [([f64; 5], [f64; 4]); 7] = [
        ([3.0, 3.0, 3.0, 3.0, 3.0], [1.000, 1.000, 0.000, 1.00]),
        ([4.0, 4.0, 3.0, 2.0, 2.0], [0.683, 0.918, 0.160, 1.33]),
        ([5.0, 3.0, 3.0, 2.0, 2.0], [0.667, 0.882, 0.187, 1.67]),
        ([5.0, 5.0, 2.0, 2.0, 1.0], [0.500, 0.763, 0.293, 1.67]),
        ([6.0, 3.0, 3.0, 2.0, 1.0], [0.500, 0.763, 0.293, 2.00]),
        ([6.0, 5.0, 2.0, 1.0, 1.0], [0.430, 0.672, 0.373, 2.00]),
        ([11.0, 1.0, 1.0, 1.0, 1.0], [0.636, 0.360, 0.533, 3.67]),
    ];

    #[test]
    fn known_loads_have_their_known_figures() {
        for (loads, [pairs, jain, gini, max]) in KNOWN {
            let got = indices(&loads).expect("loads");
            for (name, got, want, digits) in [
                ("pairs", got.pairs, pairs, 1e-3),
                ("jain", got.jain, jain, 1e-3),
                ("gini", got.gini, gini, 1e-3),
                ("max", got.max_over_mean, max, 1e-2),
            ] {
                assert!((got - want).abs() < digits * 0.51, "{loads:?} {name}: {got}, not {want}");
            }
        }
        let alone = indices(&[3.0]).expect("loads");
        assert_eq!(format!("{:.3}", alone.gini), "0.000");
        assert_eq!(indices(&[]), None);
        assert_eq!(indices(&[0.0, 0.0]), None);
    }
}
