//! The modules of a crate, and where a path in one of them leads to.

use std::collections::BTreeMap;

use syn::{Attribute, Item, ItemMod, UseTree, Visibility, ext::IdentExt};

/// The modules of a crate, the root first.
pub(crate) struct Modules {
    files: Vec<File>,
    modules: Vec<Module>,
}

pub(crate) struct File {
    /// Its path below the root's folder.
    pub(crate) name: String,
    /// Its modules, of which all but the first stand in braces.
    pub(crate) modules: Vec<(usize, Vec<Item>)>,
}

struct Module {
    file: usize,
    parent: usize,
    names: BTreeMap<String, Name>,
    /// What `use path::*` opens.
    globs: Vec<Vec<String>>,
}

/// What a name in a module stands for.
enum Name {
    Module(usize),
    Item,
    /// A `use` of this path; `true` if it hands the name on and does nothing else by itself.
    Use(Vec<String>, bool),
}

impl Modules {
    /// Reads the file of the root, and all that it names.
    pub(crate) fn read(root: &str, text: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut modules = Modules { files: Vec::new(), modules: Vec::new() };
        modules.read_file(root, "", 0, text);
        modules
    }

    pub(crate) fn files(&self) -> &[File] {
        &self.files
    }

    /// The file that defines what a path in a module names; `None` if it leads out of the crate.
    pub(crate) fn defined_in(&self, module: usize, path: &[String]) -> Option<&str> {
        self.resolve(module, path, 0).map(|file| self.files[file].name.as_str())
    }

    /// Whether a name in a module is handed on from elsewhere by a `pub use`.
    pub(crate) fn is_handed_on(&self, module: usize, name: &str) -> bool {
        matches!(self.modules[module].names.get(name), Some(Name::Use(_, true)))
    }

    fn resolve(&self, mut at: usize, path: &[String], depth: usize) -> Option<usize> {
        if depth > 32 {
            return None; // a name that is handed round in a circle
        }
        let mut rest = path;
        while let Some((first, further)) = rest.split_first() {
            match first.as_str() {
                "crate" => at = 0,
                "self" => {}
                "super" => at = self.modules[at].parent,
                _ => break,
            }
            rest = further;
        }
        let is_local = rest.len() < path.len() || depth > 0;
        while let Some((name, further)) = rest.split_first() {
            match self.modules[at].names.get(name) {
                Some(Name::Module(inner)) => at = *inner,
                Some(Name::Item) => break,
                Some(Name::Use(leads_to, _)) => {
                    let all = leads_to.iter().chain(further).cloned().collect::<Vec<_>>();
                    return self.resolve(at, &all, depth + 1);
                }
                None => {
                    let through = self.modules[at].globs.iter().map(|glob| [glob, rest].concat());
                    let found = through.filter_map(|path| self.resolve(at, &path, depth + 1)).next();
                    // A name that a macro defines, or one of another crate.
                    return found.or(is_local.then_some(self.modules[at].file));
                }
            }
            rest = further;
        }
        Some(self.modules[at].file)
    }

    fn read_file(
        &mut self,
        name: &str,
        folder: &str,
        parent: usize,
        text: &dyn Fn(&str) -> Option<String>,
    ) -> usize {
        let source = text(name).unwrap_or_else(|| panic!("there is no {name}"));
        let items = syn::parse_file(&source).unwrap_or_else(|error| panic!("{name}: {error}")).items;
        self.files.push(File { name: name.to_owned(), modules: Vec::new() });
        let file = self.files.len() - 1;
        self.read_items(file, folder, parent, items, text)
    }

    fn read_items(
        &mut self,
        file: usize,
        folder: &str,
        parent: usize,
        items: Vec<Item>,
        text: &dyn Fn(&str) -> Option<String>,
    ) -> usize {
        self.modules.push(Module { file, parent, names: BTreeMap::new(), globs: Vec::new() });
        let module = self.modules.len() - 1;
        let (inner, items): (Vec<_>, Vec<_>) = items
            .into_iter()
            .filter(|item| !is_for_tests(item))
            .partition(|item| matches!(item, Item::Mod(_)));
        for item in inner {
            let Item::Mod(ItemMod { ident, content, attrs, .. }) = item else { continue };
            let name = ident.unraw().to_string();
            let child = match content {
                Some((_, items)) => self.read_items(file, &format!("{folder}{name}/"), module, items, text),
                None => {
                    let file = path_attribute(&attrs).unwrap_or(format!("{name}.rs"));
                    // The modules of a `mod.rs` stand beside it.
                    let inside = match file.strip_suffix("mod.rs") {
                        Some(beside) => format!("{folder}{beside}"),
                        None => format!("{folder}{}/", file.trim_end_matches(".rs")),
                    };
                    self.read_file(&format!("{folder}{file}"), &inside, module, text)
                }
            };
            self.modules[module].names.insert(name, Name::Module(child));
        }
        for item in &items {
            self.note(module, item);
        }
        self.files[file].modules.push((module, items));
        module
    }

    fn note(&mut self, module: usize, item: &Item) {
        let Module { names, globs, .. } = &mut self.modules[module];
        let ident = match item {
            Item::Use(item) => {
                let hands_on = !matches!(item.vis, Visibility::Inherited);
                for (name, path) in leaves(&item.tree) {
                    match name {
                        Some(name) => drop(names.insert(name, Name::Use(path, hands_on))),
                        None => globs.push(path),
                    }
                }
                return;
            }
            Item::Const(item) => &item.ident,
            Item::Enum(item) => &item.ident,
            Item::Fn(item) => &item.sig.ident,
            Item::Static(item) => &item.ident,
            Item::Struct(item) => &item.ident,
            Item::Trait(item) => &item.ident,
            Item::Type(item) => &item.ident,
            _ => return,
        };
        names.insert(ident.unraw().to_string(), Name::Item);
    }
}

/// The names that a `use` brings, each with its path; no name for a glob.
pub(crate) fn leaves(tree: &UseTree) -> Vec<(Option<String>, Vec<String>)> {
    let with = |first: String, inner: Vec<(Option<String>, Vec<String>)>| {
        let further = |(name, mut path): (Option<String>, Vec<String>)| {
            path.insert(0, first.clone());
            (name, path)
        };
        inner.into_iter().map(further).collect()
    };
    match tree {
        UseTree::Path(path) => with(path.ident.unraw().to_string(), leaves(&path.tree)),
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
        UseTree::Glob(_) => vec![(None, Vec::new())],
        UseTree::Name(name) => {
            let name = name.ident.unraw().to_string();
            vec![(Some(name.clone()), vec![name])]
        }
        UseTree::Rename(rename) => {
            vec![(Some(rename.rename.unraw().to_string()), vec![rename.ident.unraw().to_string()])]
        }
    }
}

fn is_for_tests(item: &Item) -> bool {
    let attributes = match item {
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|cfg| cfg.is_ident("test"))
    })
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find(|attribute| attribute.path().is_ident("path")).and_then(|attribute| {
        let syn::Meta::NameValue(value) = &attribute.meta else { return None };
        let syn::Expr::Lit(literal) = &value.value else { return None };
        let syn::Lit::Str(file) = &literal.lit else { return None };
        Some(file.value())
    })
}
