//! A gazetteer: places with their names, indexed once. How it is read from a file stands in `format`.

use super::key::{self, Key};
use super::{Place, PlaceId, PlaceKind};
use crate::fold;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Places by their names. The default knows none.
#[derive(Default)]
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
    /// The places of Syria that Athar ships: what is used where nobody loads others.
    pub fn syria() -> &'static Gazetteer {
        static SYRIA: OnceLock<Gazetteer> = OnceLock::new();
        SYRIA.get_or_init(|| {
            // A test reads the file and holds that it is whole; were it not, no place would be known.
            Gazetteer::from_csv(include_str!("../../data/syria.csv")).unwrap_or_default()
        })
    }

    /// Adds a place whose id is new and whose parent, if it has one, was added before.
    pub(super) fn add(&mut self, place: Place) {
        self.parents.push(place.parent.as_ref().and_then(|parent| self.by_id.get(parent)).copied());
        self.by_id.insert(place.id.clone(), self.places.len());
        self.places.push(place);
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

fn insert<K: std::hash::Hash + Eq>(index: &mut HashMap<K, Vec<usize>>, key: K, place: usize) {
    let places = index.entry(key).or_default();
    if !places.contains(&place) {
        places.push(place);
    }
}
