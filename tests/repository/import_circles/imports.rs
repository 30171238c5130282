//! Which file takes what from which other one.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    ItemUse, Macro, Path, Visibility,
    ext::IdentExt,
    visit::{self, Visit},
};

use super::modules::{Modules, leaves};

/// The file that imports, the file that defines, and the name.
pub(crate) type Import = (String, String, String);

/// All imports between files of a crate. A `pub use` of a name that its own file does not use is none.
pub(crate) fn imports(modules: &Modules) -> Vec<Import> {
    let mut imports = BTreeSet::new();
    for file in modules.files() {
        for (module, items) in &file.modules {
            let mut paths = Paths::default();
            items.iter().for_each(|item| paths.visit_item(item));
            for path in paths.0 {
                if let Some(definition) = modules.defined_in(*module, &path)
                    && definition != file.name
                    && (path.len() > 1 || modules.is_handed_on(*module, &path[0]))
                {
                    imports.insert((file.name.clone(), definition.to_owned(), path[path.len() - 1].clone()));
                }
            }
        }
    }
    imports.into_iter().collect()
}

/// Collects paths.
#[derive(Default)]
struct Paths(Vec<Vec<String>>);

impl<'i> Visit<'i> for Paths {
    fn visit_item_use(&mut self, item: &'i ItemUse) {
        if matches!(item.vis, Visibility::Inherited) {
            self.0.extend(leaves(&item.tree).into_iter().map(|(_, path)| path));
        }
    }

    fn visit_path(&mut self, path: &'i Path) {
        if path.leading_colon.is_none() {
            self.0.push(path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'i Macro) {
        self.in_tokens(call.tokens.clone());
    }
}

impl Paths {
    /// Paths that begin with `crate` or `super`, and others of two and more names.
    fn in_tokens(&mut self, tokens: TokenStream) {
        let mut path = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.0.extend((path.len() > 1).then(|| std::mem::take(&mut path)));
                        path.clear();
                    }
                    path.push(ident.unraw().to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Group(group) => self.in_tokens(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            self.0.extend((path.len() > 1).then(|| std::mem::take(&mut path)));
            path.clear();
            colons = 0;
        }
        self.0.extend((path.len() > 1).then_some(path));
    }
}
