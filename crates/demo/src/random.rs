//! A small deterministic source of choices (SplitMix64): the same seed gives the same county on every machine.

/// SplitMix64 by Steele, Lea and Flood: one 64-bit state, no clock, no platform dependence.
#[derive(Clone, Debug)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// `part` separates the streams: adding a choice to one part of the county leaves the others as they were.
    pub fn new(seed: u64, part: &str) -> Random {
        let mut state = seed ^ 0x5DEE_CE66_D1CE_5EED;
        for byte in part.bytes() {
            state = state.wrapping_mul(0x0000_0100_0000_01B3) ^ u64::from(byte);
        }
        let mut random = Random { state };
        random.next();
        random
    }

    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..bound`. The modulo bias of 2⁻⁵⁰ does not matter for a made-up county.
    pub fn below(&mut self, bound: usize) -> usize {
        assert!(bound > 0, "a choice needs at least one possibility");
        (self.next() % bound as u64) as usize
    }

    /// A number in `low..=high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        assert!(low <= high, "a range runs upwards");
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }

    /// An index drawn in proportion to its weight.
    pub fn weighted(&mut self, weights: &[u64]) -> usize {
        let total: u64 = weights.iter().sum();
        assert!(total > 0, "some weight is positive");
        let mut at = self.next() % total;
        for (index, weight) in weights.iter().enumerate() {
            if at < *weight {
                return index;
            }
            at -= weight;
        }
        weights.len() - 1
    }

    /// Roughly bell-shaped around 1 000: the mean of four even draws between 0 and 2 000.
    pub fn bell_permille(&mut self) -> i64 {
        (0..4).map(|_| self.between(0, 2_000)).sum::<i64>() / 4
    }
}

/// Splits `total` over `weights` in whole numbers that add up to it (largest remainders, earlier first).
pub(crate) fn apportion(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    assert!(sum > 0, "some weight is positive");
    let mut shares = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let exact = i128::from(total) * i128::from(*weight);
        shares.push((exact / sum) as i64);
        remainders.push((std::cmp::Reverse(exact % sum), index));
    }
    remainders.sort();
    let missing = total - shares.iter().sum::<i64>();
    for (_, index) in remainders.iter().take(missing as usize) {
        shares[*index] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_pinned() {
        // Reference values of SplitMix64 with state 0 (Vigna's splitmix64.c).
        let mut random = Random { state: 0 };
        assert_eq!(random.next(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(random.next(), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn shares_add_up() {
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(7, &[0, 5, 2]), [0, 5, 2]);
    }
}
