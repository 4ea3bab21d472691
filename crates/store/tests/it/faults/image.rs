//! A folder held in memory: to begin again from, and to compare with.

use std::collections::BTreeMap;
use std::fs::{self, Metadata, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

/// Every name below a folder, and the folder itself under no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Image(BTreeMap<PathBuf, Node>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    /// Nothing for a directory.
    content: Option<Vec<u8>>,
    mode: u32,
    owner: (u32, u32),
}

impl Node {
    fn new(metadata: &Metadata, content: Option<Vec<u8>>) -> Node {
        Node { content, mode: metadata.mode() & 0o7777, owner: (metadata.uid(), metadata.gid()) }
    }
}

impl Image {
    /// Reads a folder.
    pub(crate) fn of(folder: &Path) -> Image {
        let mut nodes = BTreeMap::new();
        let mut open = vec![folder.to_owned()];
        while let Some(inner) = open.pop() {
            let name = |path: &Path| path.strip_prefix(folder).unwrap().to_owned();
            nodes.insert(name(&inner), Node::new(&fs::metadata(&inner).unwrap(), None));
            for entry in fs::read_dir(&inner).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if entry.file_type().unwrap().is_dir() {
                    open.push(path);
                } else {
                    let content = fs::read(&path).unwrap();
                    nodes.insert(name(&path), Node::new(&entry.metadata().unwrap(), Some(content)));
                }
            }
        }
        Image(nodes)
    }

    /// Writes it into a folder, which need not exist.
    pub(crate) fn write(&self, folder: &Path) {
        for (name, node) in &self.0 {
            let path = if name.as_os_str().is_empty() { folder.to_owned() } else { folder.join(name) };
            match &node.content {
                None => fs::create_dir_all(&path).unwrap(),
                Some(content) => fs::write(&path, content).unwrap(),
            }
            own(&path, node.owner);
            fs::set_permissions(&path, Permissions::from_mode(node.mode)).unwrap();
        }
    }

    /// Without the files that are not watched.
    pub(crate) fn durable(mut self) -> Image {
        self.0.retain(|name, _| !is_volatile(name));
        self
    }

    /// What a file holds.
    pub(crate) fn content(&self, name: &str) -> Option<&[u8]> {
        self.0.get(Path::new(name))?.content.as_deref()
    }

    /// Names that are in one of two images only, or differ.
    pub(crate) fn differences(&self, other: &Image) -> Vec<PathBuf> {
        let names = self.0.keys().chain(other.0.keys().filter(|name| !self.0.contains_key(*name)));
        names.filter(|name| self.0.get(*name) != other.0.get(*name)).cloned().collect()
    }
}

/// Whether a file is SQLite's shared index, which the library does not watch.
pub(crate) fn is_volatile(path: &Path) -> bool {
    path.to_string_lossy().ends_with("-shm")
}

/// Gives a path an owner.
pub(crate) fn own(path: &Path, (user, group): (u32, u32)) {
    let metadata = fs::metadata(path).unwrap();
    if (metadata.uid(), metadata.gid()) != (user, group) {
        chown(path, Some(user), Some(group)).unwrap();
    }
}
