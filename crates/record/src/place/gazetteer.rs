//! A gazetteer: places with their names, indexed once.

use super::key::{self, Key};
use super::{Place, PlaceId, PlaceKind};
use crate::fold;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Why a gazetteer file is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GazetteerError {
    /// A line does not have the six columns.
    #[error("line {line}: not six columns")]
    Columns {
        /// Line, from 1.
        line: usize,
    },
    /// A kind that is not known.
    #[error("line {line}: kind of place not known")]
    Kind {
        /// Line, from 1.
        line: usize,
    },
    /// No id, or no Arabic name.
    #[error("line {line}: id or name is missing")]
    Empty {
        /// Line, from 1.
        line: usize,
    },
    /// Two lines have one id.
    #[error("line {line}: this id is used before")]
    Duplicate {
        /// Line, from 1.
        line: usize,
    },
    /// The parent is not on an earlier line, so the places would form no tree.
    #[error("line {line}: the parent is not on an earlier line")]
    Parent {
        /// Line, from 1.
        line: usize,
    },
}

/// Places by their names.
pub struct Gazetteer {
    pub(super) places: Vec<Place>,
    pub(super) parents: Vec<Option<usize>>,
    by_id: HashMap<PlaceId, usize>,
    /// Made when the first text is looked for: whoever knows ids only need not wait for it.
    names: OnceLock<Names>,
}

/// What places are called.
#[derive(Default)]
pub(super) struct Names {
    pub(super) by_name: HashMap<String, Vec<usize>>,
    pub(super) by_key: HashMap<Key, Vec<usize>>,
    pub(super) loosely: HashMap<Key, Vec<usize>>,
}

impl Names {
    fn of(places: &[Place]) -> Names {
        let mut names = Names::default();
        for (index, place) in places.iter().enumerate() {
            for name in place.names() {
                insert(&mut names.by_name, fold(name), index);
                if let Some(key) = key::of_name(name) {
                    insert(&mut names.by_key, key, index);
                }
            }
            for key in place.loose.iter().filter_map(|name| key::of_name(name)) {
                insert(&mut names.loosely, key, index);
            }
        }
        names
    }
}

impl Gazetteer {
    /// The places of Syria that Athar ships.
    pub fn syria() -> &'static Gazetteer {
        static SYRIA: OnceLock<Gazetteer> = OnceLock::new();
        SYRIA.get_or_init(|| {
            // A test reads the file and holds that it is whole; were it not, no place would be known.
            Gazetteer::from_tsv(include_str!("../../data/syria.tsv")).unwrap_or_else(|_| Gazetteer::empty())
        })
    }

    /// Reads a gazetteer: id, kind, parent, Arabic name, Latin names, aliases; tabs between, `|` inside, `#` for
    /// remarks. Parents stand before their children.
    pub fn from_tsv(text: &str) -> Result<Gazetteer, GazetteerError> {
        let mut gazetteer = Gazetteer::empty();
        for (index, row) in text.lines().enumerate() {
            if !row.starts_with('#') && !row.trim().is_empty() {
                gazetteer.add(row, index + 1)?;
            }
        }
        Ok(gazetteer)
    }

    fn empty() -> Gazetteer {
        Gazetteer { places: Vec::new(), parents: Vec::new(), by_id: HashMap::new(), names: OnceLock::new() }
    }

    fn add(&mut self, row: &str, line: usize) -> Result<(), GazetteerError> {
        let columns: Vec<&str> = row.split('\t').map(str::trim).collect();
        let [id, kind, parent, arabic, latin, aliases] = columns.as_slice() else {
            return Err(GazetteerError::Columns { line });
        };
        if id.is_empty() || arabic.is_empty() {
            return Err(GazetteerError::Empty { line });
        }
        let kind = PlaceKind::parse(kind).ok_or(GazetteerError::Kind { line })?;
        let parent = if parent.is_empty() {
            None
        } else {
            Some(*self.by_id.get(&PlaceId::from(*parent)).ok_or(GazetteerError::Parent { line })?)
        };
        let (loose, aliases): (Vec<String>, Vec<String>) =
            list(aliases).into_iter().partition(|alias| alias.starts_with('~'));
        let place = Place {
            id: PlaceId::from(*id),
            kind,
            parent: parent.map(|parent| self.places[parent].id.clone()),
            arabic: (*arabic).to_owned(),
            latin: list(latin),
            aliases,
            loose: loose.iter().map(|alias| alias.trim_start_matches('~').to_owned()).collect(),
        };
        let index = self.places.len();
        if self.by_id.insert(place.id.clone(), index).is_some() {
            return Err(GazetteerError::Duplicate { line });
        }
        self.places.push(place);
        self.parents.push(parent);
        Ok(())
    }

    pub(super) fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(&self.places))
    }

    /// The place of that id.
    pub fn get(&self, id: &PlaceId) -> Option<&Place> {
        self.by_id.get(id).map(|&index| &self.places[index])
    }

    /// The place whose id is that text; for claims, whose normal form is an id where the place is known.
    pub fn by_text_id(&self, id: &str) -> Option<&Place> {
        self.get(&PlaceId::from(id))
    }

    /// Every place, parents before children.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The places that a place lies in, from the nearest to the country.
    pub fn ancestors(&self, id: &PlaceId) -> impl Iterator<Item = &Place> {
        let first = self.by_id.get(id).and_then(|&index| self.parents[index]);
        std::iter::successors(first, |&index| self.parents[index]).map(|index| &self.places[index])
    }

    /// Whether the inner place is the outer one or lies in it.
    pub fn contains(&self, outer: &PlaceId, inner: &PlaceId) -> bool {
        match (self.by_id.get(outer), self.by_id.get(inner)) {
            (Some(&outer), Some(&inner)) => self.holds(outer, inner),
            _ => false,
        }
    }

    /// The governorate that a place lies in, or is.
    pub fn governorate(&self, id: &PlaceId) -> Option<&Place> {
        self.get(id).into_iter().chain(self.ancestors(id)).find(|place| place.kind == PlaceKind::Governorate)
    }

    pub(super) fn holds(&self, outer: usize, inner: usize) -> bool {
        std::iter::successors(Some(inner), |&index| self.parents[index]).any(|index| index == outer)
    }
}

fn list(text: &str) -> Vec<String> {
    text.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn insert<K: std::hash::Hash + Eq>(index: &mut HashMap<K, Vec<usize>>, key: K, place: usize) {
    let places = index.entry(key).or_default();
    if !places.contains(&place) {
        places.push(place);
    }
}
