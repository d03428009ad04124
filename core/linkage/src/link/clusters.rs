//! Rows of one list that are one person, taken together: if the first is the second and the second is
//! the third, the first is the third.

use std::collections::BTreeMap;

use super::people::Weighed;

/// A cluster of more rows than this is no person but a fault of the list; it is left as pairs.
const ROWS_OF_A_CLUSTER_MAX: usize = 40;

/// A pair that is likely because of others: its rows and its probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Implied {
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) probability: f64,
}

/// Finds, for each pair of rows of a cluster, how likely it is along the best chain of pairs.
pub(crate) fn implied(weighed: &[Weighed]) -> Vec<Implied> {
    let mut parents: BTreeMap<u32, u32> = BTreeMap::new();
    let likely: Vec<&Weighed> = weighed.iter().filter(|pair| pair.log_odds > 0.0).collect();
    for pair in &likely {
        let (a, b) = (root(&mut parents, pair.left), root(&mut parents, pair.right));
        parents.insert(a.max(b), a.min(b));
    }
    let mut clusters: BTreeMap<u32, (Vec<u32>, Vec<&Weighed>)> = BTreeMap::new();
    let rows: Vec<u32> = parents.keys().copied().collect();
    for row in rows {
        clusters.entry(root(&mut parents, row)).or_default().0.push(row);
    }
    for pair in likely {
        clusters.entry(root(&mut parents, pair.left)).or_default().1.push(pair);
    }
    let small = clusters
        .into_values()
        .filter(|(rows, _)| (3..=ROWS_OF_A_CLUSTER_MAX).contains(&rows.len()));
    small.flat_map(|(rows, pairs)| chains(&rows, &pairs)).collect()
}

fn root(parents: &mut BTreeMap<u32, u32>, row: u32) -> u32 {
    let parent = *parents.entry(row).or_insert(row);
    if parent == row {
        return row;
    }
    let root = root(parents, parent);
    parents.insert(row, root);
    root
}

/// The likeliest chain between each two rows: the product of its pairs (after R. W. Floyd 1962).
fn chains(rows: &[u32], pairs: &[&Weighed]) -> Vec<Implied> {
    let count = rows.len();
    let at = |row: u32| rows.binary_search(&row).expect("a pair's rows are in its cluster");
    let mut best = vec![0.0_f64; count * count];
    for pair in pairs {
        let (a, b) = (at(pair.left), at(pair.right));
        let probability = 1.0 / (1.0 + (-pair.log_odds).exp());
        best[a * count + b] = probability;
        best[b * count + a] = probability;
    }
    for middle in 0..count {
        for a in 0..count {
            for b in 0..count {
                let chain = best[a * count + middle] * best[middle * count + b];
                best[a * count + b] = best[a * count + b].max(chain);
            }
        }
    }
    let mut implied = Vec::new();
    for a in 0..count {
        for b in a + 1..count {
            let probability = best[a * count + b];
            implied.push(Implied { left: rows[a], right: rows[b], probability });
        }
    }
    implied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_of_pairs_makes_one_person() {
        let pair = |left, right, log_odds| Weighed { left, right, log_odds, pair: 0 };
        let found = implied(&[pair(1, 2, 5.0), pair(2, 5, 5.0), pair(7, 8, 5.0), pair(1, 8, -3.0)]);
        let rows: Vec<(u32, u32)> = found.iter().map(|one| (one.left, one.right)).collect();
        assert_eq!(rows, [(1, 2), (1, 5), (2, 5)]);
        assert!((0.98..0.99).contains(&found[1].probability));
    }

    #[test]
    fn a_chain_without_end_is_left_as_pairs() {
        let pairs: Vec<Weighed> = (0..100)
            .map(|row| Weighed { left: row, right: row + 1, log_odds: 5.0, pair: 0 })
            .collect();
        assert_eq!(implied(&pairs), []);
    }
}
