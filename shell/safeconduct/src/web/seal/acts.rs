//! The seal: every signed act, where each wording stands by them, and the check of a bundle.

use askama::Template;
use axum::http::StatusCode;
use exchange::seal::{ActRow, Files, Report, Standing, Verdict, Weight, tar, verify};
use exchange::vocabulary::Side;

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Words;
use crate::desk::Who;

/// How many acts one page shows.
const ACTS: usize = 50;

/// One act, in words.
struct ActLine {
    entry: u64,
    kind: String,
    from: String,
    signers: String,
    is_complete: bool,
    has_payload: bool,
}

/// One wording of a clause, and where it stands.
struct Wording {
    clause: String,
    digest: String,
    word: String,
    is_agreed: bool,
    says: String,
}

#[derive(Template)]
#[template(path = "6-seal/acts.html")]
struct Sealed {
    frame: Frame,
    wordings: Vec<Wording>,
    acts: Vec<ActLine>,
    all: usize,
    from: usize,
    next: Option<usize>,
    /// Up to where a quorum of witnesses has seen the acts, in words.
    witnessed: String,
    has_policy: bool,
}

/// What stands against a bundle, in words.
struct Against {
    weight: String,
    is_heavy: bool,
    file: String,
    what: String,
    hint: String,
}

/// What came of checking a bundle.
struct Checked {
    verdict: String,
    is_sound: bool,
    title: String,
    files: usize,
    against: Vec<Against>,
    clauses: Vec<(String, String, String)>,
    acts: Vec<ActLine>,
    heads: Vec<(u64, String, String)>,
}

#[derive(Template)]
#[template(path = "6-seal/verify.html")]
struct Check {
    frame: Frame,
    has_policy: bool,
    checked: Option<Checked>,
}

pub(super) fn pages() -> Vec<Page> {
    vec![
        Page::get("/seal", "seal-page", Who::Signed, run!(show)),
        Page::get("/seal/verify", "verify-form", Who::Signed, run!(ask)),
        Page::post("/seal/verify", "verify-bundle", Who::Signed, run!(check)),
    ]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let words = visit.words;
    let from: usize = visit.asked("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    let seal = &visit.desk.state().seal;
    let ledger = &seal.ledger;
    let rows = ledger.rows();
    let all = rows.len();
    // The newest act comes first.
    let acts = rows.iter().zip(&seal.kept).rev().skip(from).take(ACTS);
    let acts = acts.map(|(row, (_, payload))| ActLine {
        entry: row.act.seq,
        kind: words.t(&format!("act-{}", row.act.kind.word())),
        from: row.act.from.to_string(),
        signers: row.signers.join(", "),
        is_complete: row.complete,
        has_payload: payload.is_some(),
    });
    let standings = ledger.clauses().standings(ledger.witnessed());
    let page = Sealed {
        acts: acts.collect(),
        all,
        from,
        next: (from + ACTS < all).then_some(from + ACTS),
        wordings: standings
            .into_iter()
            .map(|(clause, digest, standing)| wording(words, (&clause, &digest), &standing))
            .collect(),
        witnessed: ledger.witnessed().last().map_or_else(
            || words.t("seal-unwitnessed"),
            |one| {
                let (size, at) = (one.size.to_string(), words.moment(one.at));
                words.fill("seal-witnessed", &[("size", &size), ("at", &at)])
            },
        ),
        has_policy: seal.policy.is_some(),
        frame: Frame::of(visit, "seal-title"),
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

fn wording(
    words: Words,
    (clause, digest): (&impl ToString, &impl ToString),
    standing: &Standing,
) -> Wording {
    let digest = digest.to_string();
    Wording {
        clause: clause.to_string(),
        digest: digest.get(..12).unwrap_or(&digest).to_owned(),
        word: words.t(&format!("standing-{}", standing.word().to_lowercase())),
        is_agreed: matches!(standing, Standing::Agreed { disowned: None, .. }),
        says: standing_says(words, standing),
    }
}

/// Says by which acts a wording stands where it stands.
fn standing_says(words: Words, standing: &Standing) -> String {
    let acts = |key: &str, named: &[(&str, String)]| {
        let named: Vec<(&str, &str)> =
            named.iter().map(|(name, text)| (*name, text.as_str())).collect();
        words.fill(key, &named)
    };
    match standing {
        Standing::Agreed { a, b, witnessed, disowned } => {
            let mut said = acts(
                "standing-agreed-says",
                &[("a", a.to_string()), ("b", b.to_string()), ("at", words.moment(*witnessed))],
            );
            if let Some((side, at)) = disowned {
                let disowned = acts(
                    "standing-disowned",
                    &[("side", side.to_string()), ("at", at.to_string())],
                );
                said = format!("{said} {disowned}");
            }
            said
        }
        Standing::Signed { a, b } => {
            acts("standing-signed-says", &[("a", a.to_string()), ("b", b.to_string())])
        }
        Standing::Lapsed { a, b, expired } => acts(
            "standing-lapsed-says",
            &[("a", a.to_string()), ("b", b.to_string()), ("at", words.moment(*expired))],
        ),
        Standing::Proposed { by, at, accepted: None } => {
            acts("standing-proposed-says", &[("by", by.to_string()), ("at", at.to_string())])
        }
        Standing::Proposed { by, at, accepted: Some((side, on)) } => acts(
            "standing-half-says",
            &[
                ("by", by.to_string()),
                ("at", at.to_string()),
                ("side", Side::to_string(side)),
                ("on", on.to_string()),
            ],
        ),
        Standing::Refused { by, at, refused_by, refused_at } => acts(
            "standing-refused-says",
            &[
                ("by", by.to_string()),
                ("at", at.to_string()),
                ("side", refused_by.to_string()),
                ("on", refused_at.to_string()),
            ],
        ),
        Standing::Withdrawn { by, at, withdrawn_at } => acts(
            "standing-withdrawn-says",
            &[("by", by.to_string()), ("at", at.to_string()), ("on", withdrawn_at.to_string())],
        ),
    }
}

async fn ask(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let has_policy = visit.desk.state().seal.policy.is_some();
    visit.desk.shut_book().await;
    let page = Check { has_policy, checked: None, frame: Frame::of(visit, "verify-title") };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Checks a bundle from its file alone, under the policy of this exchange or one that came with it.
async fn check(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let own = visit.desk.state().seal.policy.clone();
    visit.desk.shut_book().await;
    let words = visit.words;
    let mut frame = Frame::of(visit, "verify-title");
    let has_policy = own.is_some();
    let came = visit.form.file("policy").map(|file| String::from_utf8(file.bytes.clone()));
    let policy = match came {
        Some(Ok(policy)) => Some(policy),
        Some(Err(_)) => {
            frame.wrong.push(("policy", words.t("verify-bad-policy")));
            None
        }
        None if own.is_none() => {
            frame.wrong.push(("policy", words.t("verify-no-policy")));
            None
        }
        None => own,
    };
    let bundle: Option<Files> = match visit.form.file("bundle") {
        None => {
            frame.wrong.push(("bundle", words.t("verify-no-bundle")));
            None
        }
        Some(file) => match tar::read(&file.bytes) {
            Ok(files) => Some(files),
            Err(refusal) => {
                frame.wrong.push(("bundle", words.with("verify-bad-bundle", refusal)));
                None
            }
        },
    };
    let (Some(policy), Some(bundle)) = (policy, bundle) else {
        let page = Check { has_policy, checked: None, frame };
        return Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?));
    };
    let report = verify(&bundle, &policy);
    let page = Check { has_policy, checked: Some(checked(words, report)), frame };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

fn checked(words: Words, report: Report) -> Checked {
    let verdict = match report.verdict {
        Verdict::Sound => "verify-sound",
        Verdict::Incomplete => "verify-incomplete",
        Verdict::Contradicted => "verify-contradicted",
    };
    let against = report.objections.into_iter().map(|one| Against {
        weight: words.t(match one.weight {
            Weight::Note => "weight-note",
            Weight::Incomplete => "weight-incomplete",
            Weight::Contradiction => "weight-contradiction",
        }),
        is_heavy: one.weight == Weight::Contradiction,
        file: one.file.unwrap_or_default(),
        what: one.what,
        hint: one.hint,
    });
    let clauses = report.clauses.into_iter().map(|one| {
        let word = words.t(&format!("standing-{}", one.standing.word().to_lowercase()));
        (one.clause.to_string(), word, standing_says(words, &one.standing))
    });
    let act = |one: ActRow| ActLine {
        entry: one.entry,
        kind: words.t(&format!("act-{}", one.kind.word())),
        from: one.from.to_string(),
        signers: one.signers.join(", "),
        is_complete: one.complete,
        has_payload: one.payload,
    };
    let heads = report
        .heads
        .into_iter()
        .map(|head| (head.size, head.witnesses.join(", "), head.witnessed.unwrap_or_default()));
    Checked {
        verdict: words.t(verdict),
        is_sound: report.verdict == Verdict::Sound,
        title: report.title.or(report.exchange).unwrap_or_default(),
        files: report.files,
        against: against.collect(),
        clauses: clauses.collect(),
        acts: report.acts.into_iter().map(act).collect(),
        heads: heads.collect(),
    }
}
