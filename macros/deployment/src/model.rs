//! The functions, event source mappings and queues of a deployment: what the rules judge.

pub(crate) mod filter_criteria;
pub(crate) mod function;
pub(crate) mod mapping;
pub(crate) mod queue;
pub(crate) mod written;

mod event_source;
mod sam_events;

use std::collections::HashSet;

use self::{function::Functions, mapping::Mapping, queue::Queues};
use crate::{
    file::{
        declarations::{Declarations, Module, Resource, Role, SourceFile},
        dialect::Dialect,
    },
    source_kind::SourceKind,
};

/// A deployment, reduced to what matters to event source mappings.
#[derive(Debug)]
pub(crate) struct Deployment {
    pub(crate) dialect: Dialect,
    pub(crate) functions: Functions,
    pub(crate) mappings: Vec<Mapping>,
    pub(crate) queues: Queues,
    /// The event sources that the files declare, by name. Snippets refer to them.
    pub(crate) sources: Vec<(String, SourceKind)>,
    /// The names of all resources.
    pub(crate) names: HashSet<String>,
    /// Parts of the deployment that the file only names.
    pub(crate) elsewhere: Vec<String>,
    /// The modules that a Terraform file calls.
    pub(crate) modules: Vec<Module>,
    /// The files beside the named one that declare event source mappings. Those are not judged.
    pub(crate) mappings_beside: Vec<String>,
    /// The files that were read.
    pub(crate) files: Vec<SourceFile>,
}

impl Deployment {
    /// The deployment that the files declare. Its mappings are those of the first file; they may refer to all files.
    pub(crate) fn of(declarations: Declarations) -> Self {
        let mut functions = Functions::default();
        let mut mappings: Vec<Mapping> = Vec::new();
        let mut elsewhere = declarations.elsewhere.clone();
        for resource in with_role(&declarations, Role::Function) {
            functions.push(function::read(&declarations, resource));
            sam_events::read(&declarations, resource, &mut mappings, &mut elsewhere);
        }
        let (own, beside): (Vec<_>, Vec<_>) =
            with_role(&declarations, Role::Mapping).partition(|resource| resource.file == 0);
        mappings.extend(
            own.into_iter().filter_map(|resource| mapping::read(&declarations, &functions, resource)),
        );
        let mut mappings_beside: Vec<String> = beside
            .into_iter()
            .filter_map(|resource| Some(declarations.files.get(resource.file)?.name.clone()))
            .collect();
        mappings_beside.dedup();
        let sources = declarations.resources.iter().filter_map(|resource| match resource.role {
            Role::Source(kind) => Some((resource.name.clone(), kind)),
            _ => None,
        });
        Self {
            dialect: declarations.dialect,
            functions,
            mappings,
            queues: queue::read_all(&declarations),
            sources: sources.collect(),
            names: declarations.resources.iter().map(|resource| resource.name.clone()).collect(),
            elsewhere,
            modules: declarations.modules,
            mappings_beside,
            files: declarations.files,
        }
    }
}

fn with_role(declarations: &Declarations, role: Role) -> impl Iterator<Item = &Resource> {
    declarations.resources.iter().filter(move |resource| resource.role == role)
}
