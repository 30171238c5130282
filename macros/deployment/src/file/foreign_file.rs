//! Other files about deployments, which the check doesn't read: what they are, and what to do instead.

use serde_yaml_ng::Value;

/// A kind of file that the check doesn't read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ForeignFile {
    /// What the file is.
    pub(crate) is: &'static str,
    /// What to do instead.
    pub(crate) instead: &'static str,
}

/// The sign of a kind of file: it has all keys of one list, and one key of the other unless that is empty.
struct Sign {
    all: &'static [&'static str],
    any: &'static [&'static str],
    file: ForeignFile,
}

const SERVERLESS: ForeignFile = ForeignFile {
    is: "a configuration of the Serverless Framework",
    instead: "run `serverless package` and name the file that it writes, `.serverless/cloudformation-template-update-stack.json`; \
              the setting is `functionResponseType: ReportBatchItemFailures` of the event in `serverless.yml`",
};

const TERRAFORM_JSON: ForeignFile = ForeignFile {
    is: "Terraform in JSON",
    instead: "the check reads Terraform only in HCL: name a `.tf` file that declares the mapping (`cdktf synth --hcl` writes \
              one), or see in `terraform plan` that the mapping has `function_response_types = [\"ReportBatchItemFailures\"]`",
};

const PLAN: ForeignFile = ForeignFile {
    is: "a plan or a state of Terraform",
    instead: "name the `.tf` file that declares the mapping, or look in this one yourself: `function_response_types` of each \
              `aws_lambda_event_source_mapping` must hold `ReportBatchItemFailures`",
};

const PULUMI: ForeignFile = ForeignFile {
    is: "a file of Pulumi",
    instead: "set `functionResponseTypes: [\"ReportBatchItemFailures\"]` of the `EventSourceMapping` in the program, and see \
              it after the deployment in the output of `aws lambda list-event-source-mappings --function-name NAME`",
};

const LISTED_MAPPINGS: ForeignFile = ForeignFile {
    is: "the output of `aws lambda list-event-source-mappings` or `get-event-source-mapping`",
    instead: "name the file that deploys the mapping, or look in this one yourself: `FunctionResponseTypes` must hold \
              `ReportBatchItemFailures`",
};

const FETCHED_TEMPLATE: ForeignFile = ForeignFile {
    is: "the output of `aws cloudformation get-template`, which has the template in it",
    instead: "name the template alone: `aws cloudformation get-template --stack-name NAME --query TemplateBody`",
};

const CDK: ForeignFile = ForeignFile {
    is: "a file of the CDK, but not a template",
    instead: "run `cdk synth` and name the file that it writes, `cdk.out/<Stack>.template.json`",
};

/// The first sign that fits decides.
const SIGNS: &[Sign] = &[
    Sign { all: &["EventSourceMappings"], any: &[], file: LISTED_MAPPINGS },
    Sign { all: &["UUID", "FunctionArn"], any: &[], file: LISTED_MAPPINGS },
    Sign { all: &["TemplateBody"], any: &[], file: FETCHED_TEMPLATE },
    Sign { all: &["service"], any: &["provider", "functions", "frameworkVersion"], file: SERVERLESS },
    Sign {
        all: &["terraform_version"],
        any: &["planned_values", "resource_changes", "values", "lineage"],
        file: PLAN,
    },
    Sign { all: &["format_version"], any: &["planned_values", "resource_changes", "values"], file: PLAN },
    Sign { all: &["name", "runtime"], any: &[], file: PULUMI },
    Sign { all: &["deployment", "version"], any: &[], file: PULUMI },
    Sign { all: &["config", "steps"], any: &[], file: PULUMI },
    Sign { all: &["app"], any: &["context", "watch"], file: CDK },
    Sign { all: &["version"], any: &["artifacts", "tree", "dockerImages"], file: CDK },
    Sign { all: &[], any: &["resource", "module", "terraform"], file: TERRAFORM_JSON },
];

/// The kind of a file without `Resources`, by its keys or its name.
pub(crate) fn recognize(content: &Value, name: &str) -> Option<ForeignFile> {
    if name.ends_with(".tf.json") {
        return Some(TERRAFORM_JSON);
    }
    let has = |key: &&str| content.get(*key).is_some();
    let fits = |sign: &&Sign| sign.all.iter().all(has) && (sign.any.is_empty() || sign.any.iter().any(has));
    SIGNS.iter().find(fits).map(|sign| sign.file)
}
