//! Letting somebody look: asks the table of access, writes the look down, and only then opens records.

use std::collections::BTreeSet;

use exchange::journal::access::{self, Ask, Relation, Standing};
use exchange::journal::{Answer, Compartment, Deed, Look, Purpose, Scope, Thing};
use exchange::registry::Query;
use exchange::vocabulary::{Actor, PersonId, Private, RecordId, Role};
use jiff::SignedDuration;
use store::{FoundPerson, Opened};

use super::Desk;
use super::door::Need;
use crate::cli::{Failure, Kind};

/// The shortest reason for which somebody is let past the hour's number of people, in letters.
const REASON_LETTERS_MIN: usize = 10;
/// The longest such reason, in letters.
const REASON_LETTERS_MAX: usize = 300;

/// What needs a fresh second factor.
const PAST_THE_HOUR: &str = "going past the hour's number of people";

/// What somebody was let into. It exists only once the look is on the disk.
pub(crate) struct Permit {
    things: BTreeSet<Thing>,
    /// The entries whose records it opens; none, when it goes through many people's.
    whose: Option<BTreeSet<PersonId>>,
}

impl Permit {
    /// Says whether a thing may be shown.
    pub(crate) fn shows(&self, thing: Thing) -> bool {
        self.things.contains(&thing)
    }

    /// Refuses whoever was let into one person's records, or not into names.
    pub(super) fn goes_through_names(&self) -> Result<(), Failure> {
        if self.whose.is_none() && self.opens(Compartment::Identity) {
            return Ok(());
        }
        Err(Failure::refused(
            "the cards of everybody are not open for this work",
            "docs/access.md says who may open what, and for what",
        ))
    }

    fn opens(&self, compartment: Compartment) -> bool {
        self.things.iter().any(|thing| thing.compartment() == Some(compartment))
    }
}

/// A reason to be let past the hour's number of people.
#[derive(Clone, Default)]
pub(crate) struct Glass(Option<String>);

impl Glass {
    /// Reads a reason as it was typed.
    pub(crate) fn read(reason: Option<&str>) -> Result<Self, Failure> {
        let Some(reason) = reason.map(str::trim) else { return Ok(Self(None)) };
        let letters = reason.chars().count();
        if !(REASON_LETTERS_MIN..=REASON_LETTERS_MAX).contains(&letters)
            || reason.chars().any(char::is_control)
        {
            return Err(Failure::incomplete(
                format!(
                    "a reason has {REASON_LETTERS_MIN} to {REASON_LETTERS_MAX} letters; this one has \
                     {letters}"
                ),
                "say in a sentence why it cannot wait; name nobody in it",
            ));
        }
        Ok(Self(Some(reason.to_owned())))
    }
}

impl Desk {
    /// Lets an actor see one person, with all entries merged with it.
    pub(crate) async fn show(
        &self,
        actor: &Actor,
        purpose: Purpose,
        person: &PersonId,
    ) -> Result<Permit, Failure> {
        self.admit(actor)?;
        let (relation, standing) = access::place(&self.state, person);
        let ask = Ask { role: actor.role, purpose, deed: Deed::Show, relation, standing };
        let things = ask.open();
        let whose = Scope::Person { person: person.clone() };
        let answer = if things.is_empty() {
            Answer::Denied
        } else {
            let earlier = self.shown_within_the_hour(actor).await?;
            self.within_the_hour(actor, &earlier, (person, 0))
        };
        if matches!(answer, Answer::BrokenGlass { .. }) {
            Box::pin(self.need(Need::Fresh(PAST_THE_HOUR))).await?;
        }
        let look = self.look(actor, (purpose, Deed::Show), whose, (things.clone(), answer.clone()));
        self.write_looks(&[look], u32::from(answer == Answer::Open)).await?;
        match answer {
            Answer::Open | Answer::BrokenGlass { .. } => {
                let group = self.state.registry.group(person, None);
                Ok(Permit { things, whose: Some(group) })
            }
            Answer::Denied => Err(denied(actor, purpose)),
            Answer::Spent => Err(spent(actor)),
        }
    }

    /// Refuses whoever may look at nobody for a purpose, and writes that down.
    pub(crate) async fn may_look(
        &self,
        actor: &Actor,
        (purpose, deed): (Purpose, Deed),
        work: &str,
    ) -> Result<(), Failure> {
        self.admit(actor)?;
        if may_look_at_anybody(actor.role, purpose, deed) {
            return Ok(());
        }
        let whose = Scope::Many { people: 0, work: work.to_owned() };
        let look = self.look(actor, (purpose, deed), whose, (BTreeSet::new(), Answer::Denied));
        self.store.append_looks(&[look]).await?;
        Err(denied(actor, purpose))
    }

    /// Refuses whoever may not see who looked, and writes that down.
    pub(crate) async fn may_see_looks(&self, actor: &Actor, work: &str) -> Result<(), Failure> {
        self.admit(actor)?;
        if may_see_looks(actor.role) {
            return Ok(());
        }
        let whose = Scope::Many { people: 0, work: work.to_owned() };
        let ask = (Purpose::Oversight, Deed::Show);
        let look = self.look(actor, ask, whose, (BTreeSet::new(), Answer::Denied));
        self.store.append_looks(&[look]).await?;
        Err(denied(actor, Purpose::Oversight))
    }

    /// Lets an actor see several people who were found, each as far as the table goes. Those whom the table
    /// keeps from the actor are left out; that they were is written down.
    pub(crate) async fn show_each(
        &self,
        actor: &Actor,
        purpose: Purpose,
        people: &[PersonId],
    ) -> Result<Vec<Option<Permit>>, Failure> {
        self.admit(actor)?;
        let mut looks = Vec::new();
        let mut permits = Vec::new();
        let mut shown = 0_u32;
        let (mut is_spent, mut is_forced) = (false, false);
        let earlier = self.shown_within_the_hour(actor).await?;
        for person in people {
            let (relation, standing) = access::place(&self.state, person);
            let ask = Ask { role: actor.role, purpose, deed: Deed::Show, relation, standing };
            let things = ask.open();
            let answer = if things.is_empty() {
                Answer::Denied
            } else {
                // Those before count as others, whether they were shown earlier in the hour or not.
                self.within_the_hour(actor, &earlier, (person, shown))
            };
            let permit = match &answer {
                Answer::Denied => None,
                Answer::Open | Answer::BrokenGlass { .. } | Answer::Spent => {
                    is_spent |= answer == Answer::Spent;
                    is_forced |= matches!(answer, Answer::BrokenGlass { .. });
                    shown += 1;
                    let whose = Some(self.state.registry.group(person, None));
                    Some(Permit { things: things.clone(), whose })
                }
            };
            permits.push(permit);
            let whose = Scope::Person { person: person.clone() };
            looks.push(self.look(actor, (purpose, Deed::Show), whose, (things, answer)));
        }
        if is_forced && !is_spent {
            Box::pin(self.need(Need::Fresh(PAST_THE_HOUR))).await?;
        }
        if is_spent {
            // Nobody was shown then, whatever the hour had left.
            looks.retain(|look| matches!(look.answer, Answer::Spent | Answer::Denied));
        }
        let counted = if is_forced || is_spent { 0 } else { shown };
        self.write_looks(&looks, counted).await?;
        if is_spent { Err(spent(actor)) } else { Ok(permits) }
    }

    /// Lets an actor's program go through many people at once: to match, to show lines of a list, or to
    /// write a file.
    pub(crate) async fn go_through(
        &self,
        actor: &Actor,
        (purpose, deed): (Purpose, Deed),
        (work, people): (&str, usize),
    ) -> Result<Permit, Failure> {
        self.admit(actor)?;
        let things = Ask::of_anybody(actor.role, purpose, deed);
        let people = u32::try_from(people).unwrap_or(u32::MAX);
        if !things.is_empty() {
            Box::pin(self.admit_many(deed, people)).await?;
        }
        let whose = Scope::Many { people, work: work.to_owned() };
        let answer = if things.is_empty() { Answer::Denied } else { Answer::Open };
        let denied_it = answer == Answer::Denied;
        let look = self.look(actor, (purpose, deed), whose, (things.clone(), answer));
        self.store.append_looks(&[look]).await?;
        if denied_it {
            return Err(denied(actor, purpose));
        }
        Ok(Permit { things, whose: None })
    }

    /// Opens one vault record under a permit.
    pub(crate) async fn read(
        &self,
        permit: &Permit,
        record: &RecordId,
    ) -> Result<Private<Vec<u8>>, Failure> {
        Ok(self.open_record(permit, record).await?.bytes)
    }

    /// Opens one vault record whole, with the salt that commits to it.
    pub(crate) async fn open_record(
        &self,
        permit: &Permit,
        record: &RecordId,
    ) -> Result<Opened, Failure> {
        let mut kept = self.store.vault_get(record).await?;
        if kept.is_none() {
            kept = self.decoys().await?.record(record);
        }
        let Some(kept) = kept else {
            return Err(Failure::refused(
                format!("record {record} is not in the vault"),
                "it was erased, or belongs to another instance",
            ));
        };
        let of_another = match (&permit.whose, &kept.person) {
            (Some(group), Some(person)) => !group.contains(person),
            (Some(_), None) | (None, _) => false,
        };
        if of_another || !permit.opens(kept.compartment) {
            return Err(Failure::refused(
                format!(
                    "record {record} of the {} compartment is not open for this work",
                    kept.compartment.word()
                ),
                "docs/access.md says who may open what, and for what",
            ));
        }
        Ok(kept)
    }

    /// Finds people by search keys, under a permit that goes through many people's names.
    pub(crate) async fn search(
        &self,
        permit: &Permit,
        (query, most): (&Query, usize),
    ) -> Result<Vec<FoundPerson>, Failure> {
        permit.goes_through_names()?;
        Ok(self.store.search(query, most).await?)
    }

    /// Names whom an actor was shown in this hour.
    async fn shown_within_the_hour(&self, actor: &Actor) -> Result<BTreeSet<PersonId>, Failure> {
        let since = self.now() - SignedDuration::from_hours(1);
        Ok(self.store.people_shown(&actor.name, since).await?)
    }

    /// Says whether an actor who was shown some people earlier may be shown one more person in this hour.
    /// `more` are being shown with the person and are not in the log yet.
    fn within_the_hour(
        &self,
        actor: &Actor,
        earlier: &BTreeSet<PersonId>,
        (person, more): (&PersonId, u32),
    ) -> Answer {
        let others = earlier.len() - usize::from(earlier.contains(person));
        let shown = u32::try_from(others).unwrap_or(u32::MAX).saturating_add(more);
        access::within_the_hour(actor.role, shown, self.glass.0.as_deref())
    }

    /// Writes looks down, and counts with them so many people of those that one proof is good for. Where the
    /// session has fewer left nothing is shown, and that is written down instead.
    async fn write_looks(&self, looks: &[Look], counted: u32) -> Result<(), Failure> {
        let Some(signed) = self.signed.as_deref().filter(|_| counted > 0) else {
            return Ok(self.store.append_looks(looks).await?);
        };
        if self.store.append_looks_within(looks, signed.spend(counted)).await? {
            return Ok(());
        }
        Box::pin(self.proof_missing(&signed.past_the_proof())).await
    }

    fn look(
        &self,
        actor: &Actor,
        (purpose, deed): (Purpose, Deed),
        whose: Scope,
        (things, answer): (BTreeSet<Thing>, Answer),
    ) -> Look {
        Look { at: self.now(), actor: actor.clone(), purpose, deed, whose, things, answer }
    }
}

/// Says whether there is anybody at all of whom a role may see anything for a purpose.
pub(crate) fn may_look_at_anybody(role: Role, purpose: Purpose, deed: Deed) -> bool {
    Relation::ALL.iter().any(|relation| {
        Standing::ALL.iter().any(|standing| {
            let (relation, standing) = (*relation, *standing);
            let open = Ask { role, purpose, deed, relation, standing }.open();
            open.iter().any(|thing| thing.compartment().is_some())
        })
    })
}

/// Says whether a role may see who looked.
pub(crate) fn may_see_looks(role: Role) -> bool {
    Ask::of_anybody(role, Purpose::Oversight, Deed::Show).contains(&Thing::Looks)
}

fn spent(actor: &Actor) -> Failure {
    Failure::refused_as(
        Kind::HourSpent,
        format!(
            "{} was shown {} people in the last hour, as many as the role {} may be",
            actor.name,
            access::people_an_hour(actor.role),
            actor.role
        ),
        "wait, or say with --break-glass why it cannot wait; the reason is looked at afterwards",
    )
}

fn denied(actor: &Actor, purpose: Purpose) -> Failure {
    Failure::refused_as(
        Kind::NotAllowed,
        format!("the role {} may not see this for {purpose}", actor.role),
        "docs/access.md says who may; ask somebody whose role allows it",
    )
}
