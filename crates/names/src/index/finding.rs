//! The parts of an index that may be near a query part: by walks, by attestation, and those inserted since.
//!
//! Finds numbers; `near` weighs them.

use crate::alphabet::Encoded;
use crate::closeness::begins_with_article;
use crate::index::emission::Emissions;
use crate::index::near::Ground;
use crate::index::spelling::find_encoded;
use crate::index::walk::Walk;
use crate::script::Script;

impl Ground<'_> {
    /// Parts of a script that spell the query part, or it without a glued article, with at least this
    /// probability; those of the query part's own script only where they stand in names.
    pub(super) fn walk(
        &self,
        asked: &Encoded,
        script: Script,
        threshold: f32,
        emissions: &mut Emissions,
        ids: &mut Vec<u32>,
    ) {
        let across = script != asked.script;
        let (channel, ceiling) = match (across, script) {
            (true, _) => (&self.tables.across, &self.ceilings[0]),
            (false, Script::Latin) => (&self.tables.latin, &self.ceilings[1]),
            (false, _) => (&self.tables.arabic, &self.ceilings[2]),
        };
        let nodes = if script == Script::Latin { self.view.latin } else { self.view.arabic };
        let bare = begins_with_article(asked).then(|| asked.without_first(2));
        let mut found = Vec::new();
        for target in std::iter::once(asked).chain(&bare) {
            let walk = Walk::new(channel, ceiling, script, target.letters());
            walk.run(nodes, !across, threshold, emissions, &mut found);
            let columns = channel.columns(target.letters());
            let written = |part: &Encoded| channel.probability(part.units(), target.letters(), &columns) >= threshold;
            ids.extend(self.not_in_tries(script).filter(|(_, part)| written(part)).map(|(id, _)| id));
        }
        ids.extend(found.iter().map(|(id, _)| *id));
    }

    /// Parts that stand in inserted names only: walks of names do not meet them.
    pub(super) fn not_in_tries(&self, script: Script) -> impl Iterator<Item = (u32, Encoded)> {
        let woken = self.delta.woken().iter().filter_map(move |&id| {
            let part = self.view.part(id).filter(|part| part.script == script)?;
            Some((id, self.view.encoded(&part)))
        });
        woken.chain(self.delta.parts_of(script).map(|(id, part)| (id, part.encoded)))
    }

    /// Parts that are attested for the query part, however far apart the letters are, and the part itself.
    pub(super) fn add_attested(&self, asked: &Encoded, script: Script, ids: &mut Vec<u32>) {
        let find = |form: &Encoded| find_encoded(&self.view, form).or_else(|| self.delta.find_encoded(form));
        if script == asked.script {
            ids.extend(find(asked));
        } else if script == Script::Arabic {
            ids.extend(self.tables.lexicon.spelled_by(asked).filter_map(find));
        } else {
            ids.extend(self.tables.lexicon.spellings_of(asked).filter_map(find));
        }
        ids.extend(self.tables.equivalents.beside(asked).filter(|form| form.script == script).filter_map(find));
    }
}
