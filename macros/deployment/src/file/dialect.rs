//! How the property names of CloudFormation are written in each format.

/// The language of a file, in whose words findings print what to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Yaml,
    Json,
    Terraform,
}

impl Dialect {
    /// The name of a property. Terraform writes CloudFormation's names in snake case, with three exceptions.
    pub(crate) fn property(self, name: &str) -> String {
        match (self, name) {
            (Self::Yaml | Self::Json, _) => name.to_owned(),
            (Self::Terraform, "Destination") => "destination_arn".to_owned(),
            (Self::Terraform, "VisibilityTimeout") => "visibility_timeout_seconds".to_owned(),
            (Self::Terraform, "QueueName") => "name".to_owned(),
            (Self::Terraform, _) => snake_case(name),
        }
    }

    /// The names of several properties.
    pub(crate) fn properties(self, names: &[&str]) -> Vec<String> {
        names.iter().map(|name| self.property(name)).collect()
    }
}

/// `SnakeCase` as `snake_case`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
