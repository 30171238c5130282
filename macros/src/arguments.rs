//! The arguments of the attribute.

mod dead_letters;
pub(crate) mod deadline_margin;
mod known;
mod value;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Expr, Ident, LitStr, Path, Result, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use self::{
    dead_letters::destination,
    deadline_margin::DeadlineMargin,
    value::{choice, expression, positive_number, text},
};
use crate::{
    errors::{Errors, Section},
    mentions::mentions,
    recovery::skip_to_comma,
    runtime_path::{absolute_path, default_path},
};

/// The arguments, checked.
pub(crate) struct Arguments {
    /// `batch`: the function takes all records at once.
    pub(crate) batch: bool,
    /// `event_source_mapping = "template.yaml"`: the deployment file to check.
    pub(crate) event_source_mapping: Option<LitStr>,
    /// `resource = "Name"`: the function in that file.
    pub(crate) resource: Option<LitStr>,
    /// `concurrency = 16`: how many records may be in flight. With the argument's name, to point at.
    pub(crate) concurrency: Option<(Ident, Expr)>,
    /// `run_ahead = 64`: how far above the lowest record that is not done one may start.
    pub(crate) run_ahead: Option<(Ident, Expr)>,
    /// `deadline_margin = "500ms"`: how long before Lambda's deadline to stop.
    pub(crate) deadline_margin: Option<DeadlineMargin>,
    /// `dead_letters = queue`: where records go that can never succeed.
    pub(crate) dead_letters: Option<(Ident, Expr)>,
    /// `no_progress = "error"`: fail the invocation when nothing of the batch can be acknowledged.
    pub(crate) no_progress_is_error: bool,
    /// `panic = "abort"`: accept a build that cannot catch panics.
    pub(crate) accepts_panic_abort: bool,
    /// `crate = path`: where the runtime crate is.
    pub(crate) runtime: Path,
}

impl Arguments {
    /// Reads the arguments. What is wrong goes to `errors`, and the reading goes on behind the next comma.
    pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Arguments {
            batch: false,
            event_source_mapping: None,
            resource: None,
            concurrency: None,
            run_ahead: None,
            deadline_margin: None,
            dead_letters: None,
            no_progress_is_error: false,
            accepts_panic_abort: false,
            runtime: default_path(),
        };
        let mut seen: Vec<Ident> = Vec::new();
        let all = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = arguments.read_one(input, &mut seen) {
                    errors.push(error);
                    skip_to_comma(input)?;
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = all.parse2(tokens) {
            errors.push(error);
        }
        arguments.check_combinations(errors);
        arguments
    }

    /// Whether an expression names this parameter.
    pub(crate) fn mention(&self, parameter: &Ident) -> bool {
        let given = [&self.concurrency, &self.run_ahead, &self.dead_letters];
        given.into_iter().flatten().any(|(_, expression)| mentions(expression.to_token_stream(), parameter))
    }

    /// What does not go together.
    fn check_combinations(&self, errors: &mut Errors) {
        if let (Some(resource), None) = (&self.resource, &self.event_source_mapping) {
            let message =
                "`resource` names a function in the file of `event_source_mapping`, which is not given";
            errors.push(Section::Arguments.error_at(resource.span(), message));
        }
        if let (Some((name, _)), None) = (&self.run_ahead, &self.concurrency) {
            let message = "`run_ahead` is about records side by side: give `concurrency` too";
            errors.push(Section::Arguments.error_at(name.span(), message));
        }
        if self.batch {
            for (name, _) in [&self.concurrency, &self.dead_letters].into_iter().flatten() {
                let message = format!(
                    "`{name}` and `batch` exclude each other: a function for a whole batch decides itself what runs \
                     beside what and where a record goes"
                );
                errors.push(Section::Arguments.error_at(name.span(), message));
            }
        }
    }

    fn read_one(&mut self, input: ParseStream<'_>, seen: &mut Vec<Ident>) -> Result<()> {
        let name = input.call(Ident::parse_any).map_err(|error| {
            Section::Arguments
                .error_at(error.span(), format_args!("expected an argument: one of {}", known::names()))
        })?;
        let argument = name.to_string();
        let Some(form) = known::form_of(&argument) else {
            return Err(known::unknown(&name));
        };
        if seen.contains(&name) {
            return Err(
                Section::Arguments.error_at(name.span(), format!("the argument `{name}` is given twice"))
            );
        }
        seen.push(name.clone());
        if argument == "batch" {
            self.batch = true;
            return end_of(&name, input, "`batch` takes no value");
        }
        if !input.peek(Token![=]) {
            return Err(Section::Arguments
                .error_at(name.span(), format!("the argument `{name}` needs a value: write {form}")));
        }
        input.parse::<Token![=]>()?;
        match argument.as_str() {
            "concurrency" => self.concurrency = Some((name.clone(), positive_number(&name, input, form)?)),
            "run_ahead" => self.run_ahead = Some((name.clone(), expression(&name, input, form)?)),
            "deadline_margin" => self.deadline_margin = Some(DeadlineMargin::read(input, form)?),
            "dead_letters" => self.dead_letters = Some((name.clone(), destination(&name, input, form)?)),
            "event_source_mapping" => self.event_source_mapping = Some(text(input, form)?),
            "resource" => self.resource = Some(text(input, form)?),
            "no_progress" => self.no_progress_is_error = choice(input, ["report", "error"], form)? == 1,
            "panic" => self.accepts_panic_abort = choice(input, ["abort"], form)? == 0,
            _ => self.runtime = absolute_path(input, form)?,
        }
        end_of(&name, input, &format!("expected `,` behind the value of `{name}`"))
    }
}

fn end_of(name: &Ident, input: ParseStream<'_>, otherwise: &str) -> Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    // Where it goes on in a new argument, that is what to point at; else the argument itself is wrong.
    Err(if input.peek(Token![=]) {
        Section::Arguments.error_at(name.span(), otherwise)
    } else {
        Section::Arguments.error_at(input.span(), otherwise)
    })
}
