//! Maps of columns: confirmed once for a sender, kept sealed in the instance, found again.

use std::path::Path;

use clap::Subcommand;
use exchange::journal::{self, Deed, access};
use exchange::lists::{
    self, ColumnMap, Event, MappedColumn, NOT_READ, ReadAs, SenderMap, Table, choose_map, read_as,
};
use exchange::reconcile::{MappingFile, Refusal};
use exchange::vocabulary::{Actor, MapId};

use super::super::{Failure, Out, Seat, counted};
use super::{Source, unreadable};
use crate::desk::Desk;
use crate::files::read_text;
use crate::workbook::Workbook;

/// What to do with maps of columns.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Keep what the columns of a sender's file mean. A map with the same headings is replaced.
    Keep {
        #[command(flatten)]
        source: Source,
        /// Who sends such files: an office, as you call it
        #[arg(long, value_name = "NAME")]
        sender: String,
        /// Say what would be kept, and keep nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        seat: Seat,
    },
    /// Show the maps that are kept, the oldest first.
    Show {
        /// Those of one sender only
        #[arg(long, value_name = "NAME")]
        sender: Option<String>,
        #[command(flatten)]
        seat: Seat,
    },
    /// Use a map no more.
    Drop {
        /// The map
        map: MapId,
        #[command(flatten)]
        seat: Seat,
    },
}

/// Runs the command.
pub(super) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Keep { source, sender, dry_run, seat } => {
            keep(out, &seat, (&source, &sender, dry_run)).await
        }
        Command::Show { sender, seat } => show(out, &seat, sender.as_deref()).await,
        Command::Drop { map, seat } => {
            let (mut desk, actor) = seat.open().await?;
            let command = lists::Command::DropMap { map: map.clone() };
            desk.submit(&actor, journal::Command::Lists(command)).await?;
            out.line(format!("the map {map} is used no more"))
        }
    }
}

/// Puts what a file of columns says on a sheet.
pub(super) fn by_file(table: &mut Table, columns: &Path, list: &Path) -> Result<(), Failure> {
    let named = |refusal: Refusal| {
        Failure::incomplete(format!("{}: {refusal}", columns.display()), refusal.hint())
    };
    let file = MappingFile::read(&read_text(columns)?).map_err(named)?;
    let map = file.column_map();
    table.map = Some(map.clone());
    let headings: Vec<String> =
        columns_of(table, list)?.into_iter().map(|one| one.heading).collect();
    file.fields(&headings).map_err(named)?;
    match map.missing(&headings).first() {
        None => Ok(()),
        Some(missing) => Err(Failure::incomplete(
            format!("{}: no column of {} is headed `{missing}`", columns.display(), list.display()),
            format!("its columns are headed: {}", headings.join(", ")),
        )),
    }
}

/// Puts the map that is kept for a sender on a sheet, and says which.
pub(crate) async fn by_sender(
    table: &mut Table,
    (desk, actor): (&Desk, &Actor),
    sender: &str,
) -> Result<String, Failure> {
    let maps = opened(desk, actor).await?;
    let of_sender: Vec<(MapId, ColumnMap)> = maps
        .into_iter()
        .filter(|(_, kept)| kept.is_of(sender))
        .map(|(map, kept)| (map, kept.map))
        .collect();
    let kept = of_sender.len();
    if kept == 0 {
        return Err(Failure::incomplete(
            format!("no map of columns is kept for the sender `{sender}`"),
            "see `safeconduct lists map show`, keep one with `safeconduct lists map keep`, or leave --sender away",
        ));
    }
    match choose_map(table, of_sender) {
        Some(map) => Ok(format!("columns by the map {map} of `{sender}`")),
        None => Err(Failure::incomplete(
            format!(
                "none of the {} kept for the sender `{sender}` has a column of this file",
                counted(kept, "map")
            ),
            "check the file and its sheet; keep its columns with `safeconduct lists map keep`",
        )),
    }
}

/// Says what each column is read as.
pub(super) fn tell(columns: &[ReadAs], out: &mut Out) -> Result<(), Failure> {
    for column in columns {
        let holds = column.holds.map_or("not known", lists::Holds::word);
        out.line(format!("  {} = {holds}", column.heading))?;
    }
    Ok(())
}

/// What the columns of a sheet are read as.
pub(super) fn columns_of(table: &Table, path: &Path) -> Result<Vec<ReadAs>, Failure> {
    read_as(table).map_err(|refusal| unreadable(&refusal, path))
}

async fn keep(
    out: &mut Out,
    seat: &Seat,
    (source, sender, dry_run): (&Source, &str, bool),
) -> Result<(), Failure> {
    let mut table = Workbook::open(&source.file, source.sheet.as_deref())?.table;
    if let Some(file) = &source.columns {
        by_file(&mut table, file, &source.file)?;
    }
    let columns = columns_of(&table, &source.file)?;
    tell(&columns, out)?;
    let unknown: Vec<String> = columns
        .iter()
        .filter(|column| column.holds.is_none())
        .map(|column| format!("`{}`", column.heading))
        .collect();
    if !unknown.is_empty() {
        return Err(Failure::incomplete(
            format!(
                "{}: what {} holds is not known, or another column holds the same: {}",
                source.file.display(),
                if unknown.len() == 1 { "this column" } else { "these columns" },
                unknown.join(", ")
            ),
            format!(
                "say so of each in a file given with --columns; {NOT_READ} where it is not needed"
            ),
        ));
    }
    let wrong = |refusal: lists::Refusal| unreadable(&refusal, &source.file);
    let kept = whole_map(&columns, sender).map_err(wrong)?;
    let kept = kept.ok_or_else(|| Failure::Fault(anyhow::anyhow!("a column is not known")))?;
    let (mut desk, actor) = seat.open().await?;
    let replaces = replaced_by((&desk, &actor), &kept).await?;
    let instead = replaces.as_ref().map(|old| format!(", in place of {old}")).unwrap_or_default();
    let command = lists::Command::KeepMap { map: Box::new(kept), replaces };
    let command = journal::Command::Lists(command);
    if dry_run {
        desk.rehearse(&actor, vec![command]).await?;
        return out.line(format!(
            "dry run: {} would be kept for `{sender}`{instead}; nothing was recorded",
            counted(columns.len(), "column")
        ));
    }
    let recorded = desk.submit(&actor, command).await?;
    let map = recorded.iter().find_map(|one| {
        let journal::Event::Lists(Event::MapKept { map, .. }) = &one.event else { return None };
        Some(map)
    });
    let map = map.ok_or_else(|| Failure::Fault(anyhow::anyhow!("no map was kept")))?;
    out.line(format!(
        "map {map}: {} kept for `{sender}`{instead}",
        counted(columns.len(), "column")
    ))
}

async fn show(out: &mut Out, seat: &Seat, sender: Option<&str>) -> Result<(), Failure> {
    let (desk, actor) = seat.open().await?;
    let mut shown = 0;
    for (map, kept) in opened(&desk, &actor).await? {
        if sender.is_some_and(|sender| !kept.is_of(sender)) {
            continue;
        }
        shown += 1;
        out.line(format!("{map}  {}", kept.sender.open()))?;
        for column in kept.map.columns() {
            out.line(format!("  {} = {}", column.heading, column.holds.word()))?;
        }
    }
    out.line(format!("{} of columns", counted(shown, "map")))
}

/// Puts what every headed column of a sender's sheets holds together; none where one is not known.
pub(crate) fn whole_map(
    columns: &[ReadAs],
    sender: &str,
) -> Result<Option<SenderMap>, lists::Refusal> {
    let mapped = columns
        .iter()
        .map(|column| Some(MappedColumn { heading: column.heading.clone(), holds: column.holds? }));
    let Some(mapped) = mapped.collect::<Option<Vec<_>>>() else { return Ok(None) };
    SenderMap::new(sender, ColumnMap::whole(mapped)?).map(Some)
}

/// Finds the map of the same sender with the same headings, of which a new one takes the place.
pub(crate) async fn replaced_by(
    (desk, actor): (&Desk, &Actor),
    kept: &SenderMap,
) -> Result<Option<MapId>, Failure> {
    let headings: Vec<String> =
        kept.map.columns().iter().map(|column| column.heading.clone()).collect();
    let same = |(_, old): &(MapId, SenderMap)| {
        old.is_of(kept.sender.open()) && old.map.misfit(&headings).is_none()
    };
    Ok(opened(desk, actor).await?.into_iter().find(same).map(|(map, _)| map))
}

/// Opens every map in force, the oldest first. A map names no person.
pub(crate) async fn opened(desk: &Desk, actor: &Actor) -> Result<Vec<(MapId, SenderMap)>, Failure> {
    let work = ("columns of senders", 0);
    let permit = desk.go_through(actor, (access::Purpose::Exchange, Deed::Match), work).await?;
    let mut maps: Vec<_> = desk.state().lists.maps.iter().collect();
    maps.sort_by_key(|(_, kept)| kept.number);
    let mut opened = Vec::with_capacity(maps.len());
    for (map, kept) in maps {
        let bytes = desk.read(&permit, &kept.record).await?;
        let of = SenderMap::from_bytes(bytes.open()).map_err(anyhow::Error::from)?;
        opened.push((map.clone(), of));
    }
    Ok(opened)
}
