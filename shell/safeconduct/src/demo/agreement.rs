//! Agreement in the story: both readings side by side, and then a settlement, clause by clause.

use exchange::agreement::{self, Clause, Command, Settled, Terms};
use exchange::seal::Kind;
use exchange::seal::payload::{Answer, Answers, Proposal};
use exchange::vocabulary::{Digest, Party, Role, Side};

use super::cast::Cast;
use super::seal::{Sealing, sides};
use crate::cli::Failure;

/// What both parties published on 2 June 2025.
pub(crate) const TERMS: &str = include_str!("../../../../examples/istanbul-2025/terms.toml");
/// A settlement that nobody agreed: invented so that the story can go on.
pub(crate) const SETTLED: &str = include_str!("../../../../examples/istanbul-2025/settled.toml");

/// Reads one of the two documents.
pub(crate) fn read(text: &str) -> Result<Terms, Failure> {
    let document = agreement::read(text.as_bytes()).map_err(|refusal| {
        Failure::Fault(anyhow::anyhow!("the terms that ship with the program: {refusal:?}"))
    })?;
    Ok(document.terms)
}

/// Both sides put forward what each says was agreed, word against word.
pub(crate) async fn propose(cast: &mut Cast, sealing: &mut Sealing) -> Result<(), Failure> {
    let terms = read(TERMS)?;
    for party in [Party::A, Party::B, Party::Mediator] {
        let command = Command::Record { terms: Box::new(terms.clone()) };
        cast.tell(party, Role::Officer, command).await?;
    }
    for side in sides() {
        let clauses: Vec<Clause> = terms.rows.iter().filter_map(|row| row.clause(side)).collect();
        put_forward(cast, sealing, side.into(), clauses).await?;
    }
    Ok(())
}

/// The mediator proposes the practice settlement; both sides accept it clause by clause.
pub(crate) async fn settle(cast: &mut Cast, sealing: &mut Sealing) -> Result<Settled, Failure> {
    let clauses = read(SETTLED)?.common_clauses();
    put_forward(cast, sealing, Party::Mediator, clauses.clone()).await?;
    for side in sides() {
        let answer = |clause: &Clause| Answer {
            id: clause.id.clone(),
            digest: clause.digest(),
            reason: None,
        };
        let answers = Answers { clauses: clauses.iter().map(answer).collect() };
        let seq = sealing.act(cast, Kind::Accept, side, &answers).await?;
        let leaf = sealing.leaf(seq);
        for clause in &clauses {
            let digest = clause.digest();
            tell_all_three(cast, side.into(), leaf, |by, evidence| Command::Accept {
                by,
                digest,
                evidence,
            })
            .await?;
        }
    }
    cast.desk(Side::A).state().agreement.settled().map_err(|open| {
        let open: Vec<String> = open.iter().map(ToString::to_string).collect();
        Failure::Fault(anyhow::anyhow!("the practice settlement leaves open: {}", open.join("; ")))
    })
}

/// Seals a proposal and records it at the desks of both sides and the mediator.
async fn put_forward(
    cast: &mut Cast,
    sealing: &mut Sealing,
    by: Party,
    clauses: Vec<Clause>,
) -> Result<(), Failure> {
    let proposal = Proposal { clauses: clauses.clone() };
    let seq = sealing.act(cast, Kind::Propose, by, &proposal).await?;
    let leaf = sealing.leaf(seq);
    for clause in clauses {
        tell_all_three(cast, by, leaf, |by, evidence| Command::Propose {
            by,
            clause: Box::new(clause.clone()),
            evidence,
        })
        .await?;
    }
    Ok(())
}

/// Tells both sides and the mediator what a party did; the others need the signed act as evidence.
async fn tell_all_three(
    cast: &mut Cast,
    by: Party,
    leaf: Option<Digest>,
    command: impl Fn(Party, Option<Digest>) -> Command,
) -> Result<(), Failure> {
    for party in [Party::A, Party::B, Party::Mediator] {
        let evidence = if party == by { None } else { leaf };
        cast.tell(party, Role::Officer, command(by, evidence)).await?;
    }
    Ok(())
}
