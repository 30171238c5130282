//! The arguments of the attribute.

mod argument;
mod dead_letters;
pub(crate) mod deadline_margin;
mod names;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Expr, Ident, LitStr, Path, Result, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use self::{argument::Argument, dead_letters::destination, deadline_margin::DeadlineMargin};
use crate::{
    errors::{Errors, Section},
    mentions::mentions,
    recovery::skip_to_comma,
    runtime_path::{absolute_path, default_path},
};

/// The arguments, each with a value that it takes, in a combination that is allowed.
pub(crate) struct Arguments {
    /// `batch`: the function takes all records at once.
    pub(crate) batch: bool,
    /// `event_source_mapping = "template.yaml"`: the deployment file to check.
    pub(crate) event_source_mapping: Option<LitStr>,
    /// `resource = "Name"`: the function in that file.
    pub(crate) resource: Option<LitStr>,
    /// `concurrency = 16`: how many records may be in flight at once. Its name is there for errors.
    pub(crate) concurrency: Option<(Ident, Expr)>,
    /// `run_ahead = 64`: how far past the lowest unfinished record others may start.
    pub(crate) run_ahead: Option<(Ident, Expr)>,
    /// `deadline_margin = "500ms"`: how long before Lambda's deadline to stop.
    pub(crate) deadline_margin: Option<DeadlineMargin>,
    /// `dead_letters = queue`: the destination for records that can never succeed.
    pub(crate) dead_letters: Option<(Ident, Expr)>,
    /// `no_progress = "error"`: fail the invocation when nothing of the batch can be acknowledged.
    pub(crate) no_progress_is_error: bool,
    /// `panic = "abort"`: accept a build that cannot catch panics.
    pub(crate) accepts_panic_abort: bool,
    /// `crate = path`: where the runtime crate is.
    pub(crate) runtime: Path,
}

impl Arguments {
    /// Reads the arguments. Mistakes go to `errors`, and reading goes on after the next comma.
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

    /// Whether one of them mentions this parameter of the function.
    pub(crate) fn mention(&self, parameter: &Ident) -> bool {
        let given = [&self.concurrency, &self.run_ahead, &self.dead_letters];
        given.into_iter().flatten().any(|(_, expression)| mentions(expression.to_token_stream(), parameter))
    }

    /// Refuses arguments that cannot be used together, or not alone.
    fn check_combinations(&self, errors: &mut Errors) {
        if let (Some(resource), None) = (&self.resource, &self.event_source_mapping) {
            let message = "`resource` has no effect without `event_source_mapping`: add the file that defines the function, \
                           such as `event_source_mapping = \"template.yaml\"`, or leave `resource` out";
            errors.push(Section::Arguments.error_at(resource.span(), message));
        }
        if let (Some((run_ahead, _)), None) = (&self.run_ahead, &self.concurrency) {
            let message = "`run_ahead` has no effect without `concurrency`: add `concurrency = 16`, or leave `run_ahead` out";
            errors.push(Section::Arguments.error_at(run_ahead.span(), message));
        }
        if !self.batch {
            return;
        }
        if let Some((concurrency, _)) = &self.concurrency {
            let message = "`concurrency` cannot be used with `batch`: a function for the whole batch decides itself which records \
                           it handles at the same time";
            errors.push(Section::Arguments.error_at(concurrency.span(), message));
        }
        if let Some((dead_letters, _)) = &self.dead_letters {
            let message = "`dead_letters` cannot be used with `batch`: a function for the whole batch sends such records away \
                           itself, and returns `Outcome::Done` for them";
            errors.push(Section::Arguments.error_at(dead_letters.span(), message));
        }
    }

    fn read_one(&mut self, input: ParseStream<'_>, seen: &mut Vec<Ident>) -> Result<()> {
        let name = input.call(Ident::parse_any).map_err(|error| {
            let message = format!("expected the name of an argument: {}", names::all());
            Section::Arguments.error_at(error.span(), message)
        })?;
        let Some(form) = names::form_of(&name) else { return Err(names::unknown(&name)) };
        let argument = Argument { name: name.clone(), form };
        if seen.contains(&name) {
            return Err(argument.error(format_args!("`{name}` is given twice: write it once")));
        }
        seen.push(name.clone());
        if name == "batch" {
            self.batch = true;
            return end_of(&argument, input, "`batch` takes no value: write `batch` alone");
        }
        if !input.peek(Token![=]) {
            return Err(argument.no_value());
        }
        input.parse::<Token![=]>()?;
        self.read_value(&argument, input)?;
        end_of(&argument, input, &format!("expected `,` after the value of `{name}`"))
    }

    fn read_value(&mut self, argument: &Argument, input: ParseStream<'_>) -> Result<()> {
        let name = &argument.name;
        match name.to_string().as_str() {
            "concurrency" => self.concurrency = Some((name.clone(), argument.positive_number(input)?)),
            "run_ahead" => self.run_ahead = Some((name.clone(), argument.expression(input)?)),
            "deadline_margin" => self.deadline_margin = Some(DeadlineMargin::read(argument, input)?),
            "dead_letters" => self.dead_letters = Some((name.clone(), destination(argument, input)?)),
            "event_source_mapping" => self.event_source_mapping = Some(argument.text(input)?),
            "resource" => self.resource = Some(argument.text(input)?),
            "no_progress" => self.no_progress_is_error = argument.choice(input, ["report", "error"])? == 1,
            "panic" => self.accepts_panic_abort = argument.choice(input, ["abort"])? == 0,
            _ => self.runtime = absolute_path(input, Section::Arguments, argument.form)?,
        }
        Ok(())
    }
}

/// Refuses what stands after an argument and before the next comma.
fn end_of(argument: &Argument, input: ParseStream<'_>, otherwise: &str) -> Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    // An `=` belongs to the argument itself, anything else to a new one.
    Err(if input.peek(Token![=]) {
        argument.error(otherwise)
    } else {
        Section::Arguments.error_at(input.span(), otherwise)
    })
}
