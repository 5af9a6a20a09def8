//! Figures over a list of numbers.

/// The value at or below which `percent` per cent of the values lie, by nearest rank: the one at ⌈percent · n / 100⌉.
/// It is definition 1 in Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996), and always one of the
/// values. None where there are no values.
///
/// `sorted` is in ascending order.
pub fn percentile(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (percent * sorted.len()).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_by_nearest_rank() {
        // The example of the nearest-rank method: 15, 20, 35, 40, 50.
        let values = [15, 20, 35, 40, 50];
        for (percent, want) in [(5, 15), (30, 20), (40, 20), (50, 35), (100, 50)] {
            assert_eq!(percentile(&values, percent), Some(want), "{percent}");
        }
        assert_eq!(percentile(&[3, 4], 50), Some(3));
        assert_eq!(percentile(&[3], 90), Some(3));
        assert_eq!(percentile(&[], 50), None);
    }
}
