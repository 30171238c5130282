//! No two files of a crate import each other, not even through others: a reader can start at the bottom and read upwards.

mod circles;
mod imports;
mod modules;

use std::{collections::BTreeMap, fs};

use self::{circles::circles, imports::imports, modules::Modules};

/// The sources of the crates.
const CRATES: [&str; 3] = ["runtime/src", "macros/src", "macros/deployment/src"];

#[test]
fn no_crate_has_a_circle() {
    let mut found = String::new();
    for sources in CRATES {
        let root = super::root().join(sources);
        let modules = Modules::read("lib.rs", &|file| fs::read_to_string(root.join(file)).ok());
        println!("{sources}: {} files", modules.files().len());
        assert!(modules.files().len() > 10, "most files of {sources} were not found");
        found += &describe(sources, &modules);
    }
    assert!(found.is_empty(), "files that import each other:\n{found}");
}

/// The circles among the files of a crate, and among its folders, as text.
fn describe(sources: &str, modules: &Modules) -> String {
    let imports = imports(modules);
    let rooms = imports.iter().map(|(from, to, name)| (room(from), room(to), name.clone()));
    let between_rooms = rooms.filter(|(from, to, _)| from != to).collect::<Vec<_>>();
    let mut text = String::new();
    for (what, edges) in [("files", &imports), ("modules of the root", &between_rooms)] {
        for circle in circles(edges) {
            text += &format!("{sources}, {what}:\n");
            let mut names = BTreeMap::<_, Vec<_>>::new();
            for (from, to, name) in edges {
                if circle.contains(from) && circle.contains(to) {
                    names.entry((from, to)).or_default().push(name.as_str());
                }
            }
            for ((from, to), names) in names {
                text += &format!("    {from} -> {to}: {}\n", names.join(", "));
            }
        }
    }
    text
}

/// The module of the root that a file belongs to.
fn room(file: &str) -> String {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs").to_owned()
}

fn circles_of(files: &[(&str, &str)]) -> String {
    let files = files.iter().copied().collect::<BTreeMap<_, _>>();
    describe("example", &Modules::read("lib.rs", &|file| files.get(file).map(|text| (*text).to_owned())))
}

#[test]
fn a_circle_is_found() {
    let root = ("lib.rs", "mod a; mod b; pub use crate::a::A;");
    for (a, b) in [
        ("use crate::b::B; pub struct A;", "use crate::a::A; pub struct B;"),
        // through the root's re-export
        ("use crate::b::B; pub struct A;", "use crate::A; pub struct B;"),
        // without a `use`
        ("pub struct A; fn f() { crate::b::f() }", "pub fn f() { let _ = super::A; }"),
        ("pub struct A; fn f() { println!(\"{}\", crate::b::f()) }", "use super::a; pub fn f() { a::g() }"),
    ] {
        let circle = circles_of(&[root, ("a.rs", a), ("b.rs", b)]);
        assert!(circle.contains("a.rs -> b.rs") && circle.contains("b.rs -> a.rs"), "{a} {b}: {circle}");
    }
}

#[test]
fn a_module_and_the_modules_inside_of_it_can_make_a_circle() {
    let circle = circles_of(&[
        ("lib.rs", "mod a;"),
        ("a.rs", "mod b; use self::b::B; pub struct A(B);"),
        ("a/b.rs", "use super::A; pub struct B; impl From<A> for B { }"),
    ]);
    assert!(circle.contains("a.rs -> a/b.rs: B"), "{circle}");
}

#[test]
fn other_imports_are_no_circle() {
    let no_circle = circles_of(&[
        ("lib.rs", "mod a; mod b; pub use crate::{a::A, b::B};"),
        // A file that only hands on a name does not import it.
        ("a.rs", "mod inner; pub use self::inner::Inner; pub struct A;"),
        ("a/inner.rs", "use super::A; pub struct Inner(A);"),
        ("b.rs", "use crate::a::{A, Inner}; pub struct B; #[cfg(test)] mod tests { use crate::a::nothing; }"),
    ]);
    assert_eq!(no_circle, "");
}
