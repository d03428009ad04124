//! Long tables come in pages.

/// A page of a table: which it is, and where those beside it are.
pub(in crate::web) struct Pages {
    pub(in crate::web) at: usize,
    pub(in crate::web) last: usize,
    pub(in crate::web) total: usize,
    pub(in crate::web) previous: Option<String>,
    pub(in crate::web) next: Option<String>,
    each: usize,
}

impl Pages {
    /// Cuts so many things into pages. `to` makes the address of a page.
    pub(in crate::web) fn of(
        total: usize,
        (each, asked): (usize, Option<&str>),
        to: impl Fn(usize) -> String,
    ) -> Self {
        let last = total.div_ceil(each).max(1);
        let at = asked.and_then(|page| page.parse().ok()).unwrap_or(1_usize).clamp(1, last);
        let previous = (at > 1).then(|| to(at - 1));
        let next = (at < last).then(|| to(at + 1));
        Self { at, last, total, previous, next, each }
    }

    /// The places of the things that stand on the page.
    pub(in crate::web) fn places(&self) -> std::ops::Range<usize> {
        let from = (self.at - 1) * self.each;
        from..self.total.min(from + self.each)
    }

    /// How many things stand on the page.
    pub(in crate::web) fn len(&self) -> usize {
        self.places().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_cover_everything_once_and_no_page_lies_beyond_the_last() {
        let cut = |total, asked| Pages::of(total, (100, asked), |page| page.to_string());
        assert_eq!(cut(1_200, Some("12")).places(), 1_100..1_200);
        assert_eq!(cut(1_201, Some("99")).places(), 1_200..1_201);
        assert_eq!(cut(0, None).places(), 0..0);
        assert_eq!(cut(250, Some("-1")).at, 1);
        let middle = cut(250, Some("2"));
        assert_eq!((middle.previous.as_deref(), middle.next.as_deref()), (Some("1"), Some("3")));
    }
}
