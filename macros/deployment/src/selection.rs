//! Which mappings are the handler's.

use crate::{
    error::FileError,
    expectation::Expectation,
    model::{Deployment, Mapping},
    node::Setting,
};

/// The mappings to judge, and what had to be assumed or left out.
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
    let strays: Vec<_> = deployment
        .mappings
        .iter()
        .filter(|mapping| stray(mapping).is_some() && fits(mapping, expectation))
        .collect();
    if !mappings.is_empty() {
        return Ok(Selection { mappings, notes: strays.iter().map(|mapping| left_out(mapping)).collect() });
    }
    match strays.as_slice() {
        [] => Err(FileError::NoMapping {
            file: file.to_owned(),
            function: function.map(str::to_owned),
            elsewhere: deployment.elsewhere.clone(),
        }),
        [mapping] => {
            let why = stray(mapping).unwrap_or_default();
            let note = format!(
                "the function of `{}` is not known here ({why}): taken for the handler's",
                mapping.name()
            );
            Ok(Selection { mappings: strays, notes: vec![note] })
        }
        several => Ok(Selection {
            mappings: Vec::new(),
            notes: several.iter().map(|mapping| left_out(mapping)).collect(),
        }),
    }
}

fn left_out(mapping: &Mapping) -> String {
    let why = stray(mapping).unwrap_or_default();
    format!("the function of `{}` is not known here ({why}): not checked", mapping.name())
}

/// Why a mapping's function is not known.
fn stray(mapping: &Mapping) -> Option<&str> {
    match &mapping.function {
        Setting::Unknown(why) => Some(why),
        _ => None,
    }
}

/// Whether a mapping may be one of the handler's.
fn fits(mapping: &Mapping, expectation: &Expectation) -> bool {
    match (&mapping.source, expectation.source) {
        (Setting::Known(kind), Some(expected)) => *kind == expected,
        _ => true,
    }
}

/// The function of that name: as the file writes it, or without what Terraform and the CDK put around it.
fn named<'a>(deployment: &'a Deployment, name: &str, file: &str) -> Result<&'a str, FileError> {
    let all = functions(deployment, |_| true);
    let declared = deployment.functions.iter().map(|function| function.name.as_str());
    let mut candidates: Vec<&str> = declared.chain(all).collect();
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

/// The functions that some mappings lead to.
fn functions(deployment: &Deployment, wanted: impl Fn(&Mapping) -> bool) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for mapping in deployment.mappings.iter().filter(|mapping| wanted(mapping)) {
        match &mapping.function {
            Setting::Known(name) if !names.contains(&name.as_str()) => names.push(name),
            _ => {}
        }
    }
    names
}
