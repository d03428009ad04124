//! The table behind published counts: every group of people that a count can tell apart.
//!
//! A stranger who reads all statements sees sums over a table of stage, track, category, year and
//! region of capture. A value that no statement names falls under "all others". Two ways of splitting
//! that no count uses together need no common table: two small tables whose totals agree say just as
//! much, because any two tables with equal totals fit together into one.

use std::collections::BTreeSet;

use super::elimination::Linear;
use crate::agreement::Track;
use crate::announce::count::Cell;

/// The three ways of splitting.
pub(super) const SPLITS: usize = 3;
const CATEGORY: usize = 0;
const YEAR: usize = 1;
const REGION: usize = 2;

/// Tracks on which living people return. Bodies have a table of their own.
const PEOPLE: [Track; 2] = [Track::Prisoners, Track::Civilians];

/// A group of people inside the table, by places instead of names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    /// First and last stage, counted from 0.
    pub(super) stages: (usize, usize),
    /// Places in the list of tracks.
    pub(super) tracks: BTreeSet<usize>,
    /// For each way of splitting, the places of the values; none where all are meant.
    pub(super) splits: [Option<BTreeSet<usize>>; SPLITS],
}

impl Group {
    /// Says whether everybody in the other group is in this one.
    pub(super) fn holds(&self, other: &Self) -> bool {
        let split =
            |mine: &Option<BTreeSet<usize>>, theirs: &Option<BTreeSet<usize>>| match (mine, theirs)
            {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(mine), Some(theirs)) => theirs.is_subset(mine),
            };
        self.stages.0 <= other.stages.0
            && other.stages.1 <= self.stages.1
            && other.tracks.is_subset(&self.tracks)
            && self.splits.iter().zip(&other.splits).all(|(mine, theirs)| split(mine, theirs))
    }

    fn shape(&self) -> u8 {
        (0..SPLITS).filter(|at| self.splits[*at].is_some()).map(|at| 1 << at).sum()
    }
}

/// The names behind the places, and where each group's numbers stand.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    tracks: Vec<Track>,
    stages: usize,
    /// The values that any count names, as text; the place after the last stands for all others.
    values: [Vec<String>; SPLITS],
    /// Which splits each table has, as bits, and where its variables begin.
    tables: Vec<(u8, usize)>,
    /// How many variables there are in all.
    pub(super) variables: usize,
}

impl Layout {
    /// Lays the table out for these counts. All are to one side, and all about people or all about
    /// bodies.
    pub(super) fn of<'a>(cells: impl IntoIterator<Item = &'a Cell>, stages: u16) -> Self {
        let mut values: [BTreeSet<String>; SPLITS] = Default::default();
        let mut shapes = BTreeSet::new();
        let mut remains = false;
        let mut last = stages;
        for cell in cells {
            let named = names(cell);
            shapes
                .insert((0..SPLITS).filter(|at| !named[*at].is_empty()).map(|at| 1_u8 << at).sum());
            for (known, named) in values.iter_mut().zip(named) {
                known.extend(named);
            }
            remains |= cell.tracks.contains(&Track::Remains);
            last = last.max(cell.stages.last().0);
        }
        let mut layout = Self {
            tracks: if remains { vec![Track::Remains] } else { PEOPLE.to_vec() },
            stages: usize::from(last),
            values: values.map(|values| values.into_iter().collect()),
            tables: Vec::new(),
            variables: 0,
        };
        for shape in widest(&shapes) {
            layout.tables.push((shape, layout.variables));
            layout.variables += layout.size(shape);
        }
        layout
    }

    fn width(&self, split: usize) -> usize {
        self.values[split].len() + 1
    }

    fn size(&self, shape: u8) -> usize {
        let widths = (0..SPLITS).filter(|at| shape & (1 << at) != 0).map(|at| self.width(at));
        self.stages * self.tracks.len() * widths.product::<usize>()
    }

    /// Returns how many stages there are.
    pub(super) fn stages(&self) -> usize {
        self.stages
    }

    /// Returns how many tracks there are.
    pub(super) fn tracks(&self) -> usize {
        self.tracks.len()
    }

    /// Returns the sets of splits that some table holds together, as bits, the empty one included.
    pub(super) fn shapes(&self) -> Vec<u8> {
        let inside = |shape: &u8| self.tables.iter().any(|(table, _)| table & shape == *shape);
        (0..1 << SPLITS).filter(inside).collect()
    }

    /// Returns the places of a split, the last of which stands for all others.
    pub(super) fn places(&self, split: usize) -> std::ops::Range<usize> {
        0..self.width(split)
    }

    /// Finds the places of a cell's names.
    pub(super) fn group(&self, cell: &Cell) -> Group {
        let place = |split: usize, name: &String| {
            self.values[split].binary_search(name).expect("the layout was made from this cell")
        };
        let named = names(cell);
        let splits = std::array::from_fn(|split| {
            let places: BTreeSet<usize> =
                named[split].iter().map(|name| place(split, name)).collect();
            Some(places).filter(|places| !places.is_empty())
        });
        let tracks = (0..self.tracks.len()).filter(|at| cell.tracks.contains(&self.tracks[*at]));
        let (first, last) = (cell.stages.first().0, cell.stages.last().0);
        Group {
            stages: (usize::from(first) - 1, usize::from(last) - 1),
            tracks: tracks.collect(),
            splits,
        }
    }

    /// Returns the tracks of a group by name.
    pub(super) fn track_names(&self, group: &Group) -> BTreeSet<Track> {
        group.tracks.iter().map(|at| self.tracks[*at]).collect()
    }

    /// Returns the values of one split by name; the last place is "all others".
    pub(super) fn value_names(&self, group: &Group, split: usize) -> Vec<String> {
        let Some(places) = &group.splits[split] else { return Vec::new() };
        let name = |at: &usize| self.values[split].get(*at).cloned();
        places.iter().map(|at| name(at).unwrap_or_else(|| "all others".to_owned())).collect()
    }

    /// Writes a group as a sum of variables of the first table that can hold it.
    pub(super) fn sum(&self, group: &Group) -> Linear {
        let shape = group.shape();
        let table = self.tables.iter().find(|(table, _)| table & shape == shape);
        let (table, first) = *table.expect("a group is of a shape that some table holds");
        Linear::sum(self.variables_of(group, table, first))
    }

    fn variables_of(&self, group: &Group, table: u8, first: usize) -> Vec<usize> {
        // Mixed radix: stage, then track, then each split of the table in order.
        let mut found = Vec::new();
        for stage in group.stages.0..=group.stages.1 {
            for track in &group.tracks {
                found.push(stage * self.tracks.len() + track);
            }
        }
        for split in (0..SPLITS).filter(|at| table & (1 << at) != 0) {
            let places: Vec<usize> = match &group.splits[split] {
                Some(places) => places.iter().copied().collect(),
                None => self.places(split).collect(),
            };
            let width = self.width(split);
            let mut deeper = Vec::with_capacity(found.len() * places.len());
            for at in &found {
                deeper.extend(places.iter().map(|place| at * width + place));
            }
            found = deeper;
        }
        found.into_iter().map(|at| first + at).collect()
    }

    /// Returns the equations that tie the tables together: what two tables both count is equal.
    /// Each is a difference that must be zero.
    pub(super) fn ties(&self) -> Vec<(Linear, Linear)> {
        let mut ties = Vec::new();
        for pair in self.tables.windows(2) {
            let [(left, left_first), (right, right_first)] = pair else { continue };
            for group in self.groups_of(left & right) {
                ties.push((
                    Linear::sum(self.variables_of(&group, *left, *left_first)),
                    Linear::sum(self.variables_of(&group, *right, *right_first)),
                ));
            }
        }
        ties
    }

    /// Returns every smallest group of a shape.
    fn groups_of(&self, shape: u8) -> Vec<Group> {
        let mut groups = Vec::new();
        for stage in 0..self.stages {
            for track in 0..self.tracks.len() {
                groups.push(Group {
                    stages: (stage, stage),
                    tracks: [track].into(),
                    splits: Default::default(),
                });
            }
        }
        for split in (0..SPLITS).filter(|at| shape & (1 << at) != 0) {
            let with = |group: &Group| {
                let place = |at| {
                    let mut group = group.clone();
                    group.splits[split] = Some([at].into());
                    group
                };
                self.places(split).map(place).collect::<Vec<_>>()
            };
            groups = groups.iter().flat_map(with).collect();
        }
        groups
    }
}

/// Returns what a cell names in each way of splitting, as text.
fn names(cell: &Cell) -> [Vec<String>; SPLITS] {
    let mut names: [Vec<String>; SPLITS] = Default::default();
    names[CATEGORY] = cell.categories.iter().map(ToString::to_string).collect();
    names[YEAR] = cell.captured.iter().map(ToString::to_string).collect();
    names[REGION] = cell.regions.iter().map(ToString::to_string).collect();
    names
}

/// Returns the shapes that tables must have: the widest ones, put in an order in which neighbours share
/// what any two of them share. Three that pairwise overlap and have no common centre become one.
fn widest(shapes: &BTreeSet<u8>) -> Vec<u8> {
    let within = |shape: u8| move |other: &u8| *other != shape && *other & shape == shape;
    let mut widest: Vec<u8> =
        shapes.iter().copied().filter(|shape| !shapes.iter().any(within(*shape))).collect();
    let pairs = widest.iter().filter(|shape| shape.count_ones() == 2).count();
    if pairs == SPLITS {
        widest = vec![(1 << SPLITS) - 1];
    }
    if widest.is_empty() {
        widest.push(0);
    }
    widest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_as_wide_as_the_counts_and_no_wider() {
        let widest = |shapes: &[u8]| widest(&shapes.iter().copied().collect());
        assert_eq!(widest(&[]), [0]);
        assert_eq!(widest(&[0, 1]), [1]);
        assert_eq!(widest(&[0, 1, 2, 4]), [1, 2, 4]);
        assert_eq!(widest(&[1, 3, 4]), [3, 4]);
        assert_eq!(widest(&[3, 6]), [3, 6]);
        assert_eq!(widest(&[3, 5, 6]), [7]);
    }
}
