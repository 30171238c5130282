//! Pastes the printed snippets of a finding at their places, and panics where that isn't possible to the letter.

pub(crate) mod deployed;

use std::collections::BTreeSet;

use checkpointed_deployment::{Finding, Format};
use serde_yaml_ng::{Mapping, Value};

/// `add to <place>:` and the indented lines below it.
struct Step {
    verb: String,
    place: String,
    text: String,
}

/// The steps, as a reader of the printed finding sees them.
fn steps(printed: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in printed.lines().skip(1) {
        if let Some(text) = line.strip_prefix("    ") {
            let step = steps.last_mut().expect("a place before the text");
            step.text.push_str(text);
            step.text.push('\n');
            continue;
        }
        for verb in ["add to ", "change in ", "remove from "] {
            if let Some(place) = line.strip_prefix(verb) {
                let place = place.strip_suffix(':').expect("a colon after the place");
                steps.push(Step { verb: verb.to_owned(), place: place.to_owned(), text: String::new() });
            }
        }
    }
    assert!(!steps.is_empty(), "nothing to do in:\n{printed}");
    steps
}

/// The names between backticks.
fn names(place: &str) -> Vec<&str> {
    place.split('`').skip(1).step_by(2).collect()
}

/// The file with all snippets pasted.
pub(crate) fn apply(text: &str, format: Format, findings: &[Finding]) -> String {
    match format {
        Format::Terraform => apply_to_terraform(text, findings),
        _ => apply_to_template(text, format, findings),
    }
}

fn apply_to_template(text: &str, format: Format, findings: &[Finding]) -> String {
    let mut file: Value = serde_yaml_ng::from_str(text).unwrap();
    for finding in findings {
        for step in steps(&finding.to_string()) {
            let path = path(&finding.resource, &step.place);
            let target = path.iter().fold(&mut file, |value, key| {
                value
                    .get_mut(key.as_str())
                    .unwrap_or_else(|| panic!("no `{key}` for {}: {finding}", step.place))
            });
            let target =
                target.as_mapping_mut().unwrap_or_else(|| panic!("{} is no map: {finding}", step.place));
            if step.verb == "remove from " {
                for key in step.text.lines() {
                    let key = key.trim_matches('"');
                    assert!(target.remove(key).is_some(), "no `{key}` to remove: {finding}");
                }
                continue;
            }
            let snippet: Mapping = match format {
                Format::Json => serde_json::from_str(&format!("{{{}}}", step.text))
                    .unwrap_or_else(|error| panic!("{error}: {finding}")),
                _ => serde_yaml_ng::from_str(&step.text).unwrap_or_else(|error| panic!("{error}: {finding}")),
            };
            for (key, value) in snippet {
                let old = target.insert(key.clone(), value.clone());
                let is_declared_already = step.place == "`Resources`" && old.as_ref() == Some(&value);
                match step.verb.as_str() {
                    "add to " => {
                        assert!(old.is_none() || is_declared_already, "{key:?} is there already: {finding}");
                    }
                    _ => assert!(old.is_some(), "{key:?} is not there: {finding}"),
                }
            }
        }
    }
    match format {
        Format::Json => serde_json::to_string_pretty(&file).unwrap(),
        _ => serde_yaml_ng::to_string(&file).unwrap(),
    }
}

/// The keys that lead to a place.
fn path(resource: &str, place: &str) -> Vec<String> {
    let names = names(place);
    let keys: Vec<&str> = match (place.split('`').next().unwrap(), names.as_slice()) {
        ("its ", ["Properties"]) => vec!["Resources", resource, "Properties"],
        ("the event ", [event]) => vec!["Resources", resource, "Properties", "Events", event],
        ("", ["Properties", event]) if place.contains("of the event") => {
            vec!["Resources", resource, "Properties", "Events", event, "Properties"]
        }
        ("", ["Properties", other]) => vec!["Resources", other, "Properties"],
        ("", ["Events", other]) => vec!["Resources", other, "Properties", "Events"],
        ("", ["Resources"]) => vec!["Resources"],
        ("", [other]) => vec!["Resources", other],
        _ => panic!("`{place}` is no place that this test knows"),
    };
    keys.into_iter().map(str::to_owned).collect()
}

fn apply_to_terraform(text: &str, findings: &[Finding]) -> String {
    let mut file = hcl::parse(text).unwrap();
    for finding in findings {
        for step in steps(&finding.to_string()) {
            let names = names(&step.place);
            if step.place == "the file" {
                let declared: BTreeSet<String> = file.blocks().map(|block| format!("{block:?}")).collect();
                let new = hcl::parse(&step.text).unwrap();
                let new = new.into_inner().into_iter().filter(|structure| match structure {
                    hcl::Structure::Block(block) => !declared.contains(&format!("{block:?}")),
                    hcl::Structure::Attribute(_) => panic!("an attribute beside the blocks: {finding}"),
                });
                file = file.into_iter().chain(new).collect();
                continue;
            }
            let name = names.first().copied().unwrap_or(&finding.resource);
            file = file
                .into_iter()
                .map(|structure| match structure {
                    hcl::Structure::Block(block) if is_resource(&block, name) => {
                        hcl::Structure::Block(changed(block, &step, finding))
                    }
                    other => other,
                })
                .collect();
        }
    }
    hcl::to_string(&file).unwrap()
}

fn is_resource(block: &hcl::Block, name: &str) -> bool {
    let labels: Vec<_> = block.labels.iter().map(hcl::BlockLabel::as_str).collect();
    block.identifier.as_str() == "resource" && labels.join(".") == name
}

/// The name that an entry of a block sets.
fn key(structure: &hcl::Structure) -> &str {
    match structure {
        hcl::Structure::Attribute(attribute) => attribute.key.as_str(),
        hcl::Structure::Block(block) if block.identifier.as_str() == "dynamic" => block.labels[0].as_str(),
        hcl::Structure::Block(block) => block.identifier.as_str(),
    }
}

fn changed(mut block: hcl::Block, step: &Step, finding: &Finding) -> hcl::Block {
    let has = |body: &hcl::Body, wanted: &str| body.iter().any(|structure| key(structure) == wanted);
    let without = |body: hcl::Body, unwanted: &str| -> hcl::Body {
        body.into_iter().filter(|structure| key(structure) != unwanted).collect()
    };
    if step.verb == "remove from " {
        for unwanted in step.text.lines() {
            assert!(has(&block.body, unwanted), "no `{unwanted}` to remove: {finding}");
            block.body = without(block.body, unwanted);
        }
        return block;
    }
    for structure in hcl::parse(&step.text).unwrap_or_else(|error| panic!("{error}: {finding}")) {
        let name = key(&structure).to_owned();
        assert_eq!(has(&block.body, &name), step.verb == "change in ", "`{name}`: {finding}");
        block.body = without(block.body, &name).into_iter().chain([structure]).collect();
    }
    block
}
