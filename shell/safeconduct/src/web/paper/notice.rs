//! The movement notice on paper: what moves where and when, and where the other side says that it knows.

use anyhow::Context as _;
use exchange::handover::Notice;
use exchange::journal::{Deed, Purpose};

use super::super::handover::stage_of;
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::manifest::side_of;
use super::sheet::{Cell, Part, Table};
use super::{Paper, labelled, number, sheets, tongues};

/// How wide the columns of vehicles are: kind, how many.
pub(super) const VEHICLES: &[u16] = &[132, 54];

pub(super) async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (stage, from) = (stage_of(visit)?, side_of(visit)?);
    let leg = visit.desk.state().handover.leg(stage, from).ok_or(Trouble::Unknown)?;
    let notice = leg.notice.clone().ok_or(Trouble::Unknown)?;
    let is_kept = leg.kept.contains_key(&notice.record);
    let tongues = tongues(visit);
    // The corridor shows where captives are. Nobody stands on the paper by name.
    let (ask, work) = ((Purpose::Exchange, Deed::Export), ("print-notice", 0));
    let permit = visit.desk.go_through(visit.actor()?, ask, work).await?;
    let corridor = if is_kept {
        let bytes = visit.desk.read(&permit, &notice.record).await?;
        let kept: String = serde_json::from_slice(bytes.open()).context("reading a notice")?;
        // An earlier build kept the corridor alone.
        let whole = Notice::read(kept.as_bytes()).map(|notice| notice.corridor.open().clone());
        Cell::Own(whole.unwrap_or(kept))
    } else {
        Cell::Both(tongues.t("person-erased"))
    };
    visit.desk.shut_book().await;
    let moment = |at| Cell::Both(tongues.say(|words| words.moment(at)));
    let known = if notice.acknowledged { "paper-acknowledged" } else { "paper-unacknowledged" };
    let facts = vec![
        ("paper-moves", Cell::Sign(from.to_string())),
        ("paper-stage", Cell::Sign(stage.to_string())),
        ("paper-corridor", corridor),
        ("paper-opens", moment(notice.opens)),
        ("paper-closes", moment(notice.closes)),
        ("paper-state", Cell::Both(tongues.t(known))),
    ];
    let row = |(kind, count): (&exchange::handover::VehicleKind, &u16)| {
        let kind = tongues.t(&format!("paper-one-{}", kind.word()));
        vec![Cell::Both(kind), Cell::Sign(count.to_string())]
    };
    let vehicles = Table {
        of: None,
        heads: vec![tongues.t("paper-kind"), tongues.t("paper-how-many")],
        widths: VEHICLES,
        rows: notice.vehicles.iter().map(row).collect(),
    };
    let answer = ["paper-answer-by", "paper-answer-at", "paper-answer-signed"];
    let paper = Paper {
        title: "paper-notice",
        about: vec![],
        number: number(visit, "notice", notice.digest),
        digest: notice.digest,
        digest_of: "paper-digest-notice",
        back: format!("/gates/{stage}"),
        parts: vec![
            labelled(tongues, facts),
            Part::Table(vehicles),
            Part::Text(tongues.t("paper-notice-says")),
            labelled(tongues, answer.map(|key| (key, Cell::ByHand)).into()),
        ],
    };
    sheets(visit, tongues, paper)
}
