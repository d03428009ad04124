//! Reading papers under a permit. Whoever sees one sees a person: it is written down and counted as that.

use exchange::registry::{Paper, PaperWords};
use exchange::vocabulary::{PaperId, PersonId, Private};

use super::Desk;
use super::looking::Permit;
use crate::cli::{Failure, Kind};

/// A paper with what is said of it.
pub(crate) struct ShownPaper {
    pub(crate) id: PaperId,
    pub(crate) paper: Paper,
    pub(crate) words: PaperWords,
}

impl Desk {
    /// Reads what is said of the papers about a person, with all entries that are merged: of those kinds that
    /// the permit shows. Says how many it does not.
    pub(crate) async fn papers(
        &self,
        permit: &Permit,
        person: &PersonId,
    ) -> Result<(Vec<ShownPaper>, usize), Failure> {
        let registry = &self.state().registry;
        let (mut shown, mut hidden) = (Vec::new(), 0);
        for one in registry.group(person, None) {
            for (id, paper) in registry.papers.of(&one) {
                if permit.shows(paper.kind.thing()) {
                    let words = self.read(permit, &paper.words.record).await?;
                    let words =
                        PaperWords::from_bytes(words.open()).map_err(anyhow::Error::from)?;
                    shown.push(ShownPaper { id: id.clone(), paper: paper.clone(), words });
                } else {
                    hidden += 1;
                }
            }
        }
        Ok((shown, hidden))
    }

    /// Names whom a paper is about.
    pub(crate) fn whose_paper(&self, paper: &PaperId) -> Result<&Paper, Failure> {
        self.state().registry.papers.get(paper).ok_or_else(|| unknown(paper))
    }

    /// Reads the file of a paper.
    pub(crate) async fn paper(
        &self,
        permit: &Permit,
        paper: &PaperId,
    ) -> Result<(Paper, Private<Vec<u8>>), Failure> {
        let kept = self.whose_paper(paper)?.clone();
        if !permit.shows(kept.kind.thing()) {
            return Err(Failure::refused_as(
                Kind::NotAllowed,
                format!("a {} is not open for this role and purpose", kept.kind.word()),
                "docs/access.md says who may see what; ask somebody whose role allows it",
            ));
        }
        let bytes = self.read(permit, &kept.file.record).await?;
        Ok((kept, bytes))
    }
}

fn unknown(paper: &PaperId) -> Failure {
    Failure::refused_as(
        Kind::Unknown,
        format!("no paper {paper} is in this registry"),
        "see the papers with `safeconduct registry paper list`",
    )
}
