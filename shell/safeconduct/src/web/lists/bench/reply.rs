//! The answer to their list: drawn up by one officer, let out by a second, written as a file.

use std::path::Path;

use axum::http::StatusCode;
use exchange::journal::{Command, Deed, Purpose as For, Verb, may};
use exchange::lists::{Book, Purpose, Stage};
use exchange::reconcile::{Command as Core, Comparison, Layout, ReplyStage};
use exchange::vocabulary::{Actor, ListId};

use super::super::{CSV, Said, XLSX, is_theirs, mendable};
use super::bench;
use crate::cli::lists::book_of;
use crate::cli::reconcile::opened_sheet;
use crate::cli::reconcile::reply::released_bytes;
use crate::desk::Who;
use crate::web::serve::{Page, run};
use crate::web::trouble::Trouble;
use crate::web::visit::{File, Reply, Visit};

/// The largest agreed layout that is read, in bytes.
const LAYOUT_BYTES_MAX: usize = 64 * 1024;

/// How far the answer to a list is, for whoever looks.
pub(super) struct Replied {
    pub(super) says: String,
    pub(super) may_draw: bool,
    pub(super) may_agree: bool,
    pub(super) is_released: bool,
}

impl Replied {
    /// Says how far the answer is; none, where the list is not one that is answered.
    pub(super) fn of(
        visit: &Visit,
        actor: &Actor,
        (book, comparison): (&Book, &Comparison),
    ) -> Option<Self> {
        let is_answered = is_theirs(book, visit.desk.meta().party)
            && book.purpose != Purpose::Proceedings
            && matches!(book.stage, Stage::Closed { .. });
        if !is_answered {
            return None;
        }
        let words = visit.words;
        let acts = may(actor.role, Verb::Negotiate);
        let (says, may_agree, is_released) = match &comparison.reply {
            ReplyStage::No => (words.t("reply-no"), false, false),
            ReplyStage::Asked { by, .. } if *by == actor.name => {
                (words.t("reply-own"), false, false)
            }
            ReplyStage::Asked { by, .. } => (words.with("reply-asked", by), acts, false),
            ReplyStage::Released { by: [one, other], .. } => {
                (words.fill("reply-released", &[("one", one), ("other", other)]), false, true)
            }
        };
        Some(Self { says, may_draw: acts && !is_released, may_agree, is_released })
    }
}

pub(super) fn pages() -> Vec<Page> {
    let act = Who::May(Verb::Negotiate);
    let out = Who::LookFor(Deed::Export, For::Exchange);
    vec![
        Page::post("/lists/{list}/reply", "draw-reply", act, run!(draw)),
        Page::post("/lists/{list}/reply/release", "release-reply", act, run!(release)),
        Page::post("/lists/{list}/reply/file", "write-reply", out, run!(write)),
    ]
}

/// Shows the workbench with what must be mended before the answer is drawn up.
async fn mend(
    visit: &mut Visit,
    list: &ListId,
    (status, said): (StatusCode, Said),
) -> Result<Reply, Trouble> {
    visit.desk.shut_book().await;
    let wrong = vec![("reply", visit.words.t("reply-refused"))];
    bench(visit, list, (status, wrong, Some(said))).await
}

async fn draw(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (list, actor): (ListId, _) = (visit.id("list")?, visit.actor()?.clone());
    let layout = match visit.form.file("layout") {
        None => Ok(Layout::default()),
        // What is longer is no layout, and is refused as one that cannot be read.
        Some(file) => {
            let part = &file.bytes[..file.bytes.len().min(LAYOUT_BYTES_MAX)];
            Layout::read(&String::from_utf8_lossy(part))
        }
    };
    let layout = match layout {
        Ok(layout) => layout,
        Err(refusal) => {
            let said = (StatusCode::UNPROCESSABLE_ENTITY, refusal.into());
            return mend(visit, &list, said).await;
        }
    };
    let doubtful_too = visit.form.one("doubtful-too") == "yes";
    visit.desk.take_pen().await?;
    let lines = book_of(&visit.desk, &list)?.lines().len();
    let work = ("draw-reply", lines);
    let permit = visit.desk.go_through(&actor, (For::Exchange, Deed::Match), work).await?;
    let sheet = Box::new(opened_sheet(&visit.desk, &permit, &list).await?);
    let command = Core::DrawReply { theirs: list.clone(), sheet, layout, doubtful_too };
    let target = format!("/lists/{list}/workbench?done=reply-drawn");
    match visit.record(vec![Command::Reconcile(command)], |_, _| target.clone()).await {
        Ok(reply) => Ok(reply),
        Err(trouble) => {
            let said = mendable(trouble)?;
            mend(visit, &list, (StatusCode::CONFLICT, said)).await
        }
    }
}

async fn release(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    let command = Core::ReleaseReply { theirs: list.clone() };
    let target = format!("/lists/{list}/workbench?done=reply-released");
    match visit.record(vec![Command::Reconcile(command)], |_, _| target.clone()).await {
        Ok(reply) => Ok(reply),
        Err(trouble) => {
            let said = mendable(trouble)?;
            mend(visit, &list, (StatusCode::CONFLICT, said)).await
        }
    }
}

async fn write(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (list, actor): (ListId, _) = (visit.id("list")?, visit.actor()?.clone());
    let (ending, kind) = match visit.form.one("ending") {
        "csv" => ("csv", CSV),
        _ => ("xlsx", XLSX),
    };
    visit.desk.open_book().await?;
    let name = format!("answer-to-{list}.{ending}");
    let made = released_bytes((&visit.desk, &actor), &list, Path::new(&name)).await;
    visit.desk.shut_book().await;
    match made {
        Ok((_, bytes)) => Ok(Reply::File(File { name, kind, bytes })),
        Err(failure) => {
            let said = mendable(failure.into())?;
            mend(visit, &list, (StatusCode::CONFLICT, said)).await
        }
    }
}
