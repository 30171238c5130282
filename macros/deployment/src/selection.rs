//! Selects the mappings of the handler's function.

use std::collections::HashSet;

use crate::{
    error::{FileError, arguments_not_read},
    expectation::Expectation,
    file::node::Setting,
    model::{Deployment, mapping::Mapping},
};

/// The mappings to judge, and notes about those that were assumed or left out.
#[derive(Debug)]
pub(crate) struct Selection<'a> {
    pub(crate) mappings: Vec<&'a Mapping>,
    pub(crate) notes: Vec<String>,
}

/// The mappings of the handler's function.
pub(crate) fn select<'a>(
    deployment: &'a Deployment,
    expectation: &Expectation,
    file: &str,
) -> Result<Selection<'a>, FileError> {
    let function = match &expectation.resource {
        Some(name) => Some(named(deployment, name, file)?),
        None => only_fitting(deployment, expectation, file)?,
    };
    let of_function = |mapping: &&Mapping| matches!((&mapping.function, function), (Setting::Known(name), Some(function)) if name == function);
    let mappings: Vec<_> = deployment.mappings.iter().filter(of_function).collect();
    let of_unknown_functions: Vec<_> = deployment
        .mappings
        .iter()
        .filter(|mapping| why_function_is_unknown(mapping).is_some() && fits(mapping, expectation))
        .collect();
    if !mappings.is_empty() {
        let (mappings, mut notes) = of_the_source(mappings, expectation);
        notes.extend(of_unknown_functions.iter().map(|mapping| left_out(mapping)));
        return Ok(Selection { mappings, notes });
    }
    match of_unknown_functions.as_slice() {
        [] => Err(no_mapping(deployment, function, file)),
        [mapping] => {
            let why = why_function_is_unknown(mapping).unwrap_or_default();
            let note = format!(
                "the function of `{}` is not known here ({why}): assumed to be the handler's",
                mapping.name()
            );
            Ok(Selection { mappings: of_unknown_functions, notes: vec![note] })
        }
        several => Ok(Selection {
            mappings: Vec::new(),
            notes: several.iter().map(|mapping| left_out(mapping)).collect(),
        }),
    }
}

fn no_mapping(deployment: &Deployment, function: Option<&str>, file: &str) -> FileError {
    FileError::NoMapping {
        file: file.to_owned(),
        function: function.map(str::to_owned),
        elsewhere: elsewhere(deployment),
        in_arguments: in_arguments(deployment, function),
        files_beside: deployment.mappings_beside.clone(),
    }
}

/// The mappings that can be the handler's. A function with several sources has several handlers, and the other mappings belong to
/// those. If no mapping can be the handler's, all are returned: then the function has the wrong source.
fn of_the_source<'a>(
    mappings: Vec<&'a Mapping>,
    expectation: &Expectation,
) -> (Vec<&'a Mapping>, Vec<String>) {
    let (fitting, others): (Vec<_>, Vec<_>) =
        mappings.into_iter().partition(|mapping| fits(mapping, expectation));
    if fitting.is_empty() {
        return (others, Vec::new());
    }
    let passed_over = |mapping: &&Mapping| match (&mapping.source, expectation.source) {
        (Setting::Known(kind), Some(expected)) => Some(format!(
            "the source of `{}` is {kind}, for another handler of the function than this one, which reads {expected}: not checked here",
            mapping.name()
        )),
        _ => None,
    };
    let notes = others.iter().filter_map(passed_over).collect();
    (fitting, notes)
}

/// Notes about parts of the deployment that the file names and the check doesn't read.
pub(crate) fn unread(deployment: &Deployment) -> Vec<String> {
    let elsewhere = elsewhere(deployment);
    let mut notes = Vec::new();
    if !elsewhere.is_empty() {
        notes.push(format!("not read: {}", elsewhere.join(", ")));
    }
    if let [first, rest @ ..] = in_arguments(deployment, None).as_slice() {
        notes.push(arguments_not_read(first, rest));
    }
    notes
}

/// Modules, and parts of resources, that may have a mapping in them.
fn elsewhere(deployment: &Deployment) -> Vec<String> {
    let modules = deployment.modules.iter().map(|module| format!("`{}`", module.name));
    deployment.elsewhere.iter().cloned().chain(modules).collect()
}

/// The modules that have mappings in an argument: the function's module, or all.
fn in_arguments(deployment: &Deployment, function: Option<&str>) -> Vec<String> {
    let holding = || deployment.modules.iter().filter(|module| module.holds_mappings);
    let own: Vec<_> = holding().filter(|module| Some(module.name.as_str()) == function).collect();
    let modules = if own.is_empty() && function.is_none() { holding().collect() } else { own };
    modules.into_iter().map(|module| module.name.clone()).collect()
}

fn left_out(mapping: &Mapping) -> String {
    let why = why_function_is_unknown(mapping).unwrap_or_default();
    format!("the function of `{}` is not known here ({why}): not checked", mapping.name())
}

/// Why the function of a mapping is unknown.
fn why_function_is_unknown(mapping: &Mapping) -> Option<&str> {
    match &mapping.function {
        Setting::Unknown(why) => Some(why),
        _ => None,
    }
}

/// Whether a mapping can be the handler's.
fn fits(mapping: &Mapping, expectation: &Expectation) -> bool {
    match (&mapping.source, expectation.source) {
        (Setting::Known(kind), Some(expected)) => *kind == expected,
        _ => true,
    }
}

/// The function with this name, as it is in the file or without what Terraform and the CDK add to it.
fn named<'a>(deployment: &'a Deployment, name: &str, file: &str) -> Result<&'a str, FileError> {
    let all = functions(deployment, |_| true);
    let declared = deployment.functions.iter().map(|function| function.name.as_str());
    let modules = deployment.modules.iter().map(|module| module.name.as_str());
    let mut candidates: Vec<&str> = declared.chain(modules).chain(all).collect();
    candidates.sort_unstable();
    candidates.dedup();
    let exact = candidates.iter().copied().find(|candidate| *candidate == name);
    let mut close = candidates.iter().copied().filter(|candidate| base_name(candidate) == name);
    match (exact, close.next(), close.next()) {
        (Some(exact), _, _) => Ok(exact),
        (None, Some(only), None) => Ok(only),
        _ => Err(FileError::UnknownFunction {
            file: file.to_owned(),
            resource: name.to_owned(),
            candidates: candidates.into_iter().map(str::to_owned).collect(),
        }),
    }
}

/// `orders` of `aws_lambda_function.orders`, `Orders` of the CDK's `OrdersF1A2B3C4`.
fn base_name(name: &str) -> &str {
    if let Some((_, name)) = name.rsplit_once('.') {
        return name;
    }
    let hash = |hash: &str| hash.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte));
    match name.len().checked_sub(8).and_then(|at| name.split_at_checked(at)) {
        Some((base, tail)) if !base.is_empty() && hash(tail) => base,
        _ => name,
    }
}

/// The only function with a mapping that fits, or else the only one with a mapping.
fn only_fitting<'a>(
    deployment: &'a Deployment,
    expectation: &Expectation,
    file: &str,
) -> Result<Option<&'a str>, FileError> {
    let mut candidates = functions(deployment, |mapping| fits(mapping, expectation));
    if candidates.is_empty() {
        candidates = functions(deployment, |_| true);
    }
    match candidates.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(only)),
        several => Err(FileError::AmbiguousFunction {
            file: file.to_owned(),
            candidates: several.iter().map(|name| (*name).to_owned()).collect(),
        }),
    }
}

/// The functions of these mappings.
fn functions(deployment: &Deployment, wanted: impl Fn(&Mapping) -> bool) -> Vec<&str> {
    let mut seen = HashSet::new();
    let mappings = deployment.mappings.iter().filter(|mapping| wanted(mapping));
    mappings
        .filter_map(|mapping| match &mapping.function {
            Setting::Known(name) if seen.insert(name.as_str()) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}
