//! The rules for a function that handles one record, as far as a macro can see them. What only the compiler knows, such
//! as whether a type is a record, is asked by the generated code.

use syn::{Error, Lifetime, PatType, Safety, Type, visit_mut::VisitMut};

use crate::{
    errors::Errors,
    signature::{RecordFn, name, seen},
};

/// Applies every rule; what is broken goes to `errors`. Returns the type of the record, if there is one.
pub(crate) fn validate(function: &RecordFn, errors: &mut Errors) -> Option<Type> {
    qualifiers(function, errors);
    parameter_names(function, errors);
    parameter_attributes(function, errors);
    record(function, errors)
}

fn qualifiers(function: &RecordFn, errors: &mut Errors) {
    let signature = &function.signature;
    let mut refuse = |span, what| {
        errors.push(Error::new(span, format!("a function that handles a record cannot be {what}")));
    };
    if let Some(token) = &signature.constness {
        refuse(token.span, "`const`");
    }
    if let Safety::Unsafe(token) = &signature.safety {
        refuse(token.span, "`unsafe`: nobody could keep its contract for every record");
    }
    if let Some(abi) = &signature.abi {
        refuse(abi.extern_token.span, "`extern`");
    }
    if let Some(variadic) = &signature.variadic {
        let [span, ..] = variadic.dots.spans;
        refuse(span, "variadic");
    }
}

/// The batch function calls the user's by its name, which a parameter would hide.
fn parameter_names(function: &RecordFn, errors: &mut Errors) {
    let own_name = &function.signature.ident;
    for parameter in function.parameters().filter_map(name).filter(|name| *name == own_name) {
        let message =
            format!("this parameter has the name of its function, `{own_name}`: give it another one");
        errors.push(Error::new(parameter.span(), message));
    }
}

/// A call cannot leave out an argument under a condition.
fn parameter_attributes(function: &RecordFn, errors: &mut Errors) {
    let attributes = function.parameters().flat_map(|parameter| &parameter.attrs);
    for attribute in attributes.filter(|attribute| attribute.path().is_ident("cfg")) {
        errors.push(Error::new_spanned(
            attribute,
            "a parameter of a function that handles a record cannot depend on `cfg`: write two functions",
        ));
    }
}

fn record(function: &RecordFn, errors: &mut Errors) -> Option<Type> {
    let Some(PatType { ty, .. }) = function.parameters().next() else {
        errors.push(Error::new(
            function.signature.ident.span(),
            format!(
                "`{}` takes no record: let its first parameter be one, such as \
                 `record: kinesis::Record<'_, Json<T>>`",
                function.signature.ident
            ),
        ));
        return None;
    };
    match seen(ty) {
        Type::Reference(_) => {
            errors.push(Error::new_spanned(ty, "take the record itself, not a reference to it"));
        }
        Type::ImplTrait(_) => errors.push(Error::new_spanned(
            ty,
            "name the type of the record: it says which event source this is a handler for",
        )),
        _ => {
            if let Some(lifetime) = static_lifetime(ty) {
                errors.push(Error::new(
                    lifetime.span(),
                    "a record is gone when the function returns, so it cannot be `'static`: write `'_`",
                ));
            }
        }
    }
    Some((**ty).clone())
}

/// The first `'static` in a type.
fn static_lifetime(ty: &Type) -> Option<Lifetime> {
    struct Search(Option<Lifetime>);
    impl VisitMut for Search {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            if self.0.is_none() && lifetime.ident == "static" {
                self.0 = Some(lifetime.clone());
            }
        }
    }
    let mut search = Search(None);
    search.visit_type_mut(&mut ty.clone());
    search.0
}
