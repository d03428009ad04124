//! Exact one-to-one assignment: the set of pairs with the greatest sum of weights in which nobody
//! stands twice.
//!
//! Shortest augmenting paths with potentials (R. Jonker and A. Volgenant 1987) on the pairs that
//! there are, in whole numbers, so that no rounding can tip a decision.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A possible pair: numbers of a left and a right person and what the pair is worth, above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) weight: i64,
}

/// Returns the chosen edges by their place, in order.
pub(super) fn assign(lefts: usize, rights: usize, edges: &[Edge]) -> Vec<usize> {
    let mut solver = Solver::new(lefts, rights, edges);
    for left in 0..lefts {
        solver.place(left);
    }
    let mut chosen: Vec<usize> = solver.of_left.iter().flatten().copied().collect();
    chosen.sort_unstable();
    chosen
}

/// Costs are weights below 0; to stay alone costs nothing.
struct Solver<'a> {
    edges: &'a [Edge],
    /// The edges of each left person.
    near: Vec<Vec<usize>>,
    left_price: Vec<i64>,
    right_price: Vec<i64>,
    /// The chosen edge of each person.
    of_left: Vec<Option<usize>>,
    of_right: Vec<Option<usize>>,
    /// Of the search under way: the way to each right person and the edge by which it came.
    way: Vec<Option<(i64, usize)>>,
    done: Vec<bool>,
}

/// Where a search ends.
enum End {
    /// At a right person who is free.
    Free(usize),
    /// At a left person who stays alone.
    Alone(usize),
}

impl<'a> Solver<'a> {
    fn new(lefts: usize, rights: usize, edges: &'a [Edge]) -> Self {
        let mut near = vec![Vec::new(); lefts];
        let mut left_price = vec![0; lefts];
        for (at, edge) in edges.iter().enumerate() {
            near[edge.left].push(at);
            left_price[edge.left] = left_price[edge.left].min(-edge.weight);
        }
        Self {
            edges,
            near,
            left_price,
            right_price: vec![0; rights],
            of_left: vec![None; lefts],
            of_right: vec![None; rights],
            way: vec![None; rights],
            done: vec![false; rights],
        }
    }

    /// Finds a place for one more left person, moving others where that is worth more.
    fn place(&mut self, start: usize) {
        self.way.fill(None);
        self.done.fill(false);
        let mut heap = BinaryHeap::new();
        let mut reached = vec![(start, 0_i64)];
        let mut alone = (-self.left_price[start], start);
        self.look_from(start, 0, &mut heap);
        let (end, total) = loop {
            let Some(Reverse((distance, right))) = heap.pop() else {
                break (End::Alone(alone.1), alone.0);
            };
            if distance >= alone.0 {
                break (End::Alone(alone.1), alone.0);
            }
            if std::mem::replace(&mut self.done[right], true) {
                continue;
            }
            let Some(edge) = self.of_right[right] else { break (End::Free(right), distance) };
            let left = self.edges[edge].left;
            reached.push((left, distance));
            let stays = distance - self.left_price[left];
            if stays < alone.0 {
                alone = (stays, left);
            }
            self.look_from(left, distance, &mut heap);
        };
        for (left, distance) in reached {
            self.left_price[left] += (total - distance).max(0);
        }
        for right in 0..self.done.len() {
            if let (true, Some((distance, _))) = (self.done[right], self.way[right]) {
                self.right_price[right] -= (total - distance).max(0);
            }
        }
        match end {
            End::Free(right) => self.turn(right, start),
            End::Alone(left) if left == start => {}
            End::Alone(left) => {
                let edge = self.of_left[left].take().expect("only paired people are reached");
                let right = self.edges[edge].right;
                self.of_right[right] = None;
                self.turn(right, start);
            }
        }
    }

    fn look_from(
        &mut self,
        left: usize,
        distance: i64,
        heap: &mut BinaryHeap<Reverse<(i64, usize)>>,
    ) {
        for at in &self.near[left] {
            let edge = self.edges[*at];
            if self.done[edge.right] {
                continue;
            }
            let cost = -edge.weight - self.left_price[left] - self.right_price[edge.right];
            let to = distance + cost;
            if self.way[edge.right].is_none_or(|(known, _)| to < known) {
                self.way[edge.right] = Some((to, *at));
                heap.push(Reverse((to, edge.right)));
            }
        }
    }

    /// Walks back from a right person who became free and gives everybody on the way a new partner.
    fn turn(&mut self, end: usize, start: usize) {
        let mut right = end;
        loop {
            let (_, at) = self.way[right].expect("the search came this way");
            let left = self.edges[at].left;
            let before = self.of_left[left].replace(at);
            self.of_right[right] = Some(at);
            if left == start {
                break;
            }
            let before = before.expect("everybody on the way but the first was paired");
            right = self.edges[before].right;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(left: usize, right: usize, weight: i64) -> Edge {
        Edge { left, right, weight }
    }

    fn worth(edges: &[Edge], chosen: &[usize]) -> i64 {
        chosen.iter().map(|at| edges[*at].weight).sum()
    }

    #[test]
    fn the_best_sum_wins_over_the_best_pair() {
        let edges = [edge(0, 0, 9), edge(0, 1, 8), edge(1, 0, 7)];
        assert_eq!(assign(2, 2, &edges), [1, 2]);
        let edges = [edge(0, 0, 9), edge(0, 1, 4), edge(1, 0, 4)];
        assert_eq!(assign(2, 2, &edges), [0]);
        assert_eq!(assign(0, 0, &[]), [0; 0]);
    }

    #[test]
    fn choices_are_those_of_the_vectors() {
        let text = include_str!("../../../../spec/vectors/reconcile/assignment.json");
        let vectors: serde_json::Value = serde_json::from_str(text).unwrap();
        let cases = vectors["cases"].as_array().unwrap();
        assert!(!cases.is_empty());
        for case in cases {
            let number = |value: &serde_json::Value| value.as_i64().unwrap();
            let place = |value: &serde_json::Value| usize::try_from(number(value)).unwrap();
            let edges: Vec<Edge> = case["pairs"]
                .as_array()
                .unwrap()
                .iter()
                .map(|pair| edge(place(&pair[0]), place(&pair[1]), number(&pair[2])))
                .collect();
            let chosen: Vec<usize> = case["chosen"].as_array().unwrap().iter().map(place).collect();
            assert_eq!(assign(5, 5, &edges), chosen, "{}", case["name"]);
        }
    }

    /// The best sum, by trying everything.
    fn best(edges: &[Edge], from: usize, lefts: u32, rights: u32) -> i64 {
        let Some(edge) = edges.get(from) else { return 0 };
        let without = best(edges, from + 1, lefts, rights);
        if lefts & (1 << edge.left) != 0 || rights & (1 << edge.right) != 0 {
            return without;
        }
        let with = best(edges, from + 1, lefts | 1 << edge.left, rights | 1 << edge.right);
        without.max(edge.weight + with)
    }

    proptest::proptest! {
        #[test]
        fn no_other_choice_is_worth_more(
            pairs in proptest::collection::btree_map((0_usize..5, 0_usize..5), 1_i64..12, 0..13)
        ) {
            let edges: Vec<Edge> = pairs.iter().map(|((l, r), w)| edge(*l, *r, *w)).collect();
            let chosen = assign(5, 5, &edges);
            let mut lefts: Vec<usize> = chosen.iter().map(|at| edges[*at].left).collect();
            let mut rights: Vec<usize> = chosen.iter().map(|at| edges[*at].right).collect();
            lefts.sort_unstable();
            rights.sort_unstable();
            proptest::prop_assert!(lefts.windows(2).all(|two| two[0] < two[1]));
            proptest::prop_assert!(rights.windows(2).all(|two| two[0] < two[1]));
            proptest::prop_assert_eq!(worth(&edges, &chosen), best(&edges, 0, 0, 0));
        }
    }
}
