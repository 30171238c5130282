//! A function with its arguments after validation: the input of the code generator.

use syn::{Expr, Ident, Path, Type};

use crate::{
    arguments::{Arguments, deadline_margin::DeadlineMargin},
    deployment_file::{self, Deployed},
    errors::Errors,
    parsed_function::ParsedFunction,
    validate::validate,
};

/// A function that keeps every rule. Only [`ValidatedFunction::validate`] makes one, so the code generator needs no errors.
pub(crate) struct ValidatedFunction<'f> {
    function: &'f ParsedFunction,
    arguments: &'f Arguments,
    mode: Mode<'f>,
    deployed: Deployed,
}

/// A function that breaks a rule.
pub(crate) struct InvalidFunction<'f> {
    pub(crate) function: &'f ParsedFunction,
    pub(crate) arguments: &'f Arguments,
    /// The type of its record, or of an item of its slice; `None` if the mistake is there.
    pub(crate) taken: Option<&'f Type>,
}

/// How the function is called for the records of a batch.
pub(crate) enum Mode<'f> {
    OneByOne(OneRecord<'f>),
    SideBySide { record: OneRecord<'f>, limit: &'f Expr, run_ahead: Option<&'f Expr> },
    WholeBatch { item: &'f Type },
}

/// The record that the function takes, and the destination of those that can never succeed.
pub(crate) struct OneRecord<'f> {
    pub(crate) ty: &'f Type,
    pub(crate) dead_letters: Option<&'f Expr>,
}

impl<'f> ValidatedFunction<'f> {
    /// Applies every rule. The mistakes go to `errors`, which holds those of the arguments already.
    pub(crate) fn validate(
        function: &'f ParsedFunction,
        arguments: &'f Arguments,
        errors: &mut Errors,
    ) -> Result<Self, InvalidFunction<'f>> {
        let taken = validate(function, arguments, errors);
        let deployed = deployment_file::check(arguments, errors);
        match taken {
            Some(taken) if errors.is_empty() => {
                Ok(ValidatedFunction { function, arguments, mode: Mode::new(arguments, taken), deployed })
            }
            taken => Err(InvalidFunction { function, arguments, taken }),
        }
    }

    pub(crate) fn parsed(&self) -> &'f ParsedFunction {
        self.function
    }

    pub(crate) fn mode(&self) -> &Mode<'f> {
        &self.mode
    }

    pub(crate) fn deployed(&self) -> &Deployed {
        &self.deployed
    }

    /// The path of the runtime crate.
    pub(crate) fn runtime(&self) -> &'f Path {
        &self.arguments.runtime
    }

    pub(crate) fn deadline_margin(&self) -> Option<&'f DeadlineMargin> {
        self.arguments.deadline_margin.as_ref()
    }

    pub(crate) fn no_progress_is_error(&self) -> bool {
        self.arguments.no_progress_is_error
    }

    pub(crate) fn accepts_panic_abort(&self) -> bool {
        self.arguments.accepts_panic_abort
    }

    /// Whether an argument of the attribute uses this parameter.
    pub(crate) fn is_used_by_an_argument(&self, parameter: &Ident) -> bool {
        self.arguments.mention(parameter)
    }
}

impl<'f> Mode<'f> {
    fn new(arguments: &'f Arguments, taken: &'f Type) -> Self {
        let value = |argument: &'f Option<(Ident, Expr)>| argument.as_ref().map(|(_, value)| value);
        let record = OneRecord { ty: taken, dead_letters: value(&arguments.dead_letters) };
        match value(&arguments.concurrency) {
            _ if arguments.batch => Mode::WholeBatch { item: taken },
            None => Mode::OneByOne(record),
            Some(limit) => Mode::SideBySide { record, limit, run_ahead: value(&arguments.run_ahead) },
        }
    }
}
